import { otelGoDuration, otelNodeDuration } from "../exporters/mcp-otel.ts";
import { rateLimitChecks, toolExecutions } from "../exporters/mcp-server.ts";
import { observations } from "../metric.ts";
import { promql, where } from "../promql.ts";
import { recording } from "../recording.ts";

const otelNames = (duration: typeof otelNodeDuration) =>
  promql`count by (service) (group by (service, gen_ai_tool_name) (${where(observations(duration), { mcp_method_name: "tools/call" })}))`;

/** Tool names that a server exposes as labels, before any list of tools: what Prometheus has to hold. */
export const toolNameCount = recording(
  "service:mcp_tool_names:count",
  [],
  promql`count by (service) (group by (service, tool_name) (${toolExecutions})) or on (service) ${otelNames(otelNodeDuration)} or on (service) ${otelNames(otelGoDuration)}`,
);

/** Client names that a server exposes as labels. */
export const clientNameCount = recording(
  "service:mcp_client_names:count",
  [],
  promql`count by (service) (group by (service, client_id) (${rateLimitChecks}))`,
);

/** In the order in which they are evaluated. */
export const mcpLabelRecordings = [toolNameCount, clientNameCount];
