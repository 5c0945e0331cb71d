import { mcpServerSlos, ruleGroups, type RuleGroup, type Slo } from "@monitoring/alerting";
import { dashboards, type DashboardRow } from "@monitoring/visualization";

/** The rows that a stack is made of, wherever it is placed. */
export interface Catalogue {
  readonly rules: readonly RuleGroup[];
  /** The objectives that some of the rules are compiled from. */
  readonly objectives: readonly Slo[];
  /** The first is what Grafana opens with, and what messages link to. */
  readonly dashboards: readonly [DashboardRow, ...DashboardRow[]];
}

/** This project's own rows. */
export const catalogue: Catalogue = { rules: ruleGroups, objectives: mcpServerSlos, dashboards };
