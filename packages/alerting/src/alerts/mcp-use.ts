import { mcpUseRecordings } from "@monitoring/collection";
import type { RuleGroup } from "../rule-group.ts";
import { mcpUseScenarios } from "../recording-scenarios/mcp-use.ts";

/** Who uses the server for what, in counts that are added up over days. */
export const mcpUseRules: RuleGroup = {
  name: "mcp-use",
  interval: "5m",
  recordings: mcpUseRecordings,
  alerts: [],
  scenarios: mcpUseScenarios,
};
