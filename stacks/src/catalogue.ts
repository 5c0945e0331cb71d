import { alertsOf, mcpServerSlos, ruleGroups, type RuleGroup, type Slo } from "@monitoring/alerting";
import type { DashboardRow } from "@monitoring/visualization";
import { dashboards } from "@monitoring/visualization/dashboards";

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

/** A catalogue with more rows after its own. */
export function withRows(first: Catalogue, more: Partial<Catalogue>): Catalogue {
  return {
    rules: [...first.rules, ...(more.rules ?? [])],
    objectives: [...first.objectives, ...(more.objectives ?? [])],
    dashboards: [...first.dashboards, ...(more.dashboards ?? [])],
  };
}

/** Names that a catalogue gives twice, so that one row would take the place of another, as sentences. */
export function catalogueProblems({ rules, dashboards: rows }: Catalogue): readonly string[] {
  const twice = (what: string, names: readonly string[]): readonly string[] =>
    [...new Set(names.filter((name, i) => names.indexOf(name) < i))].map(
      (name) => `two rows are called ${what} ${name}; give one of them another name`,
    );
  return [
    ...twice(
      "rule group",
      rules.map(({ name }) => name),
    ),
    ...twice(
      "alert",
      alertsOf(rules).map(({ name }) => name),
    ),
    ...twice(
      "dashboard",
      rows.map(({ uid }) => uid),
    ),
  ];
}
