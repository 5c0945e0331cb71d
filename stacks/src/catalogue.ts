import { ruleGroups, type RuleGroup } from "@monitoring/alerting";
import { dashboards, type DashboardRow } from "@monitoring/visualization";

/** What every stack has, wherever it is placed. */
export const catalogue = {
  rules: ruleGroups,
  dashboards,
} as const satisfies {
  rules: readonly RuleGroup[];
  dashboards: readonly [DashboardRow, ...DashboardRow[]];
};
