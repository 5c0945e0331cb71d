import { httpRequests, toolDuration, toolExecutions } from "../exporters/mcp-server.ts";
import { buckets } from "../metric.ts";
import { promql, where } from "../promql.ts";
import { recording } from "../recording.ts";

/** HTTP requests per second of each service. */
export const httpRequestRate = recording(
  "service:http_requests:rate5m",
  [],
  promql`sum by (service) (rate(${httpRequests}[5m]))`,
);

/** Share of HTTP requests answered with 5xx. No traffic gives no value rather than a false 0. */
export const httpErrorRatio = recording(
  "service:http_request_errors:ratio_rate5m",
  [],
  promql`sum by (service) (rate(${where(httpRequests, { status: /5../ })}[5m])) / (sum by (service) (rate(${httpRequests}[5m])) > 0)`,
);

/** Tool calls per second by tool and outcome. */
export const toolCallRate = recording(
  "service_tool:mcp_tool_executions:rate5m",
  ["tool_name", "status"],
  promql`sum by (service, tool_name, status) (rate(${toolExecutions}[5m]))`,
);

/** 95th percentile of a tool call's time in seconds. */
export const toolDurationP95 = recording(
  "service_tool:mcp_tool_duration_seconds:p95_5m",
  ["tool_name"],
  promql`histogram_quantile(0.95, sum by (service, tool_name, le) (rate(${buckets(toolDuration)}[5m])))`,
);

/** In the order in which they are evaluated. */
export const mcpRecordings = [httpRequestRate, httpErrorRatio, toolCallRate, toolDurationP95];
