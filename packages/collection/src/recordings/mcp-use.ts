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

/** In the order in which they are evaluated. */
export const mcpUseRecordings = [toolCalls, clientCalls];
