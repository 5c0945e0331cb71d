import { histogram } from "../metric.ts";

// https://github.com/open-telemetry/semantic-conventions-genai/blob/main/docs/gen-ai/mcp.md
const labels = ["mcp_method_name", "gen_ai_tool_name", "error_type"] as const;

/**
 * Time of an MCP request by OpenTelemetry's conventions, as Node's exporter names it: without the unit
 * (https://github.com/open-telemetry/opentelemetry-js/issues/3466). `error_type` is `tool_error` for a failure
 * inside a healthy answer, else the JSON-RPC code, and absent on success.
 */
export const otelNodeDuration = histogram(
  "mcp_server_operation_duration",
  labels,
  "time of an MCP request in seconds, OpenTelemetry from Node",
);
/** The same as Go's exporter names it, with the unit. */
export const otelGoDuration = histogram(
  "mcp_server_operation_duration_seconds",
  labels,
  "time of an MCP request in seconds, OpenTelemetry from Go",
);

/** What an MCP server exposes that follows OpenTelemetry's conventions. */
export const mcpOtelMetrics = [otelNodeDuration, otelGoDuration];
