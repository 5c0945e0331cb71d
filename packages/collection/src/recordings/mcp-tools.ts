import { promql, where } from "../promql.ts";
import { recording } from "../recording.ts";
import { toolCallRate, toolDurationBucketRate } from "./mcp-dialects.ts";

const failed = where(toolCallRate, { outcome: /tool_error|protocol_error/ });
// A name that no tool has is the caller's mistake, and nobody can mend a tool that does not exist.
const ofKnownTools = 'tool!="other"';

/** Tool calls per second by tool, whatever their outcome. */
export const toolCallRateByTool = recording(
  "service_tool:mcp_tool_calls:rate5m",
  ["tool"],
  promql`sum by (service, tool) (${toolCallRate})`,
);

/** Share of a tool's calls that fail, over HTTP 200 for the most part. No calls give no value. */
export const toolErrorRatio = recording(
  "service_tool:mcp_tool_errors:ratio_rate5m",
  ["tool"],
  promql`(sum by (service, tool) (${failed}) or ${toolCallRateByTool} * 0) / (${toolCallRateByTool} > 0)`,
);

/** 95th percentile of a tool call's time in seconds; no value without calls. */
export const toolDurationP95 = recording(
  "service_tool:mcp_tool_duration_seconds:p95_rate5m",
  ["tool"],
  promql`histogram_quantile(0.95, ${toolDurationBucketRate}) and on (service, tool) ${where(toolDurationBucketRate, { le: "+Inf" })} > 0`,
);

/** Calls per second of all tools that the server has. */
export const knownToolCallRate = recording(
  "service:mcp_tool_calls:rate5m",
  [],
  promql`sum by (service) (${toolCallRateByTool}{${ofKnownTools}})`,
);

/** Failed calls per second of all tools that the server has; 0, not nothing, before the first one. */
export const knownToolErrorRate = recording(
  "service:mcp_tool_errors:rate5m",
  [],
  promql`sum by (service) (${toolCallRate}{${ofKnownTools}, outcome!="success"}) or ${knownToolCallRate} * 0`,
);

/** The same as {@link toolDurationBucketRate}, once a minute: a picture of many series over a day has to decode them all. */
export const toolDurations = recording(
  "service_tool_le:mcp_tool_durations:rate5m",
  ["tool", "le"],
  promql`${toolDurationBucketRate}`,
);

/** How many times as often as in the hour before a tool is called; 1 where it was not called then. */
export const callsAgainstBefore = recording(
  "service_tool:mcp_tool_calls:against1h",
  ["tool"],
  promql`${toolCallRateByTool} / (avg_over_time(${toolCallRateByTool}[1h] offset 10m) > 0) or ${toolCallRateByTool} * 0 + 1`,
);

/** In the order in which they are evaluated. */
export const mcpToolRecordings = [
  toolCallRate,
  toolDurationBucketRate,
  toolCallRateByTool,
  toolErrorRatio,
  toolDurationP95,
  knownToolCallRate,
  knownToolErrorRate,
];
