import { promql } from "../promql.ts";
import { recording } from "../recording.ts";
import { clientCalls, toolCallRate } from "./mcp-dialects.ts";

/**
 * Tool calls of the last five minutes by tool and outcome. Evaluated every five minutes, so that their sum over days
 * counts each call once, and reads a twentieth of what the rates would make it read.
 */
export const toolCalls = recording(
  "service_tool_outcome:mcp_tool_calls:increase5m",
  ["tool", "outcome"],
  promql`${toolCallRate} * 300`,
);

/**
 * The same by the half hour, for what looks back over weeks: a month of them is a sixth of the samples, and reading samples
 * is what takes the time.
 */
export const toolCallsByHalfHour = recording(
  "service_tool_outcome:mcp_tool_calls:increase30m",
  ["tool", "outcome"],
  promql`sum_over_time(${toolCalls}[30m])`,
);

/** Calls of half an hour by client and tool that were held against a rate limit. */
export const clientCallsByHalfHour = recording(
  "service_client_id_tool:rate_limit_checks:increase30m",
  ["client_id", "tool"],
  promql`sum_over_time(${clientCalls}[30m])`,
);

/** In the order in which they are evaluated. */
export const mcpUseRecordings = [toolCalls, clientCalls];

/** What weeks are looked back over with. */
export const mcpTrendRecordings = [toolCallsByHalfHour, clientCallsByHalfHour];
