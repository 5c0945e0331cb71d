import { promql } from "../promql.ts";
import { recording } from "../recording.ts";
import { rateLimitCheckRate, rateLimitRejectionRate } from "./mcp-dialects.ts";
import { httpUnauthorizedRate } from "./mcp-http.ts";

/** Share of a tool's calls that a rate limit refuses. No calls give no value. */
export const rateLimitRejectionRatio = recording(
  "service_tool:rate_limit_rejections:ratio_rate5m",
  ["tool"],
  promql`${rateLimitRejectionRate} / (${rateLimitCheckRate} > 0)`,
);

/** In the order in which they are evaluated. */
export const mcpAccessRecordings = [
  httpUnauthorizedRate,
  rateLimitCheckRate,
  rateLimitRejectionRate,
  rateLimitRejectionRatio,
];
