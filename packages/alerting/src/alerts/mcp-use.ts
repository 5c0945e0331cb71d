import { mcpTrendRecordings, mcpUseRecordings } from "@monitoring/collection";
import type { RuleGroup } from "../rule-group.ts";
import { mcpTrendScenarios, mcpUseScenarios } from "../recording-scenarios/mcp-use.ts";

/** Who uses the server for what, in counts that are added up over days. */
export const mcpUseRules: RuleGroup = {
  name: "mcp-use",
  interval: "5m",
  recordings: mcpUseRecordings,
  alerts: [],
  scenarios: mcpUseScenarios,
};

/** The same by the half hour, for weeks and months. */
export const mcpTrendRules: RuleGroup = {
  name: "mcp-trends",
  interval: "30m",
  recordings: mcpTrendRecordings,
  alerts: [],
  scenarios: mcpTrendScenarios,
};
