import { deployedAt } from "@monitoring/collection";
import type { RuleGroup } from "../rule-group.ts";
import { deploymentScenarios } from "../recording-scenarios/deployment.ts";

/** When what runs was placed, for the marks in dashboards. */
export const deploymentRules: RuleGroup = {
  name: "deployment",
  interval: "15s",
  recordings: [deployedAt],
  alerts: [],
  scenarios: deploymentScenarios,
};
