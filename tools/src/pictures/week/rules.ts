import { parsePromql, seconds, toYaml, type Duration } from "@monitoring/collection";
import type { RuleFile } from "@monitoring/alerting";

type Rule = RuleFile["groups"][number]["rules"][number];
type Recorded = Extract<Rule, { readonly record: string }>;
type Group = RuleFile["groups"][number];

// Every rule that is evaluated more often is so once a minute: the week would take long, and its pictures show no more.
const leastInterval = 60;

/** A compiled alert. */
export type AlertRule = Extract<Rule, { readonly alert: string }>;

/** Every alert of some rule files. */
export function alertRules(files: Readonly<Record<string, RuleFile>>): readonly AlertRule[] {
  return rulesOf(files).flatMap((rule) => ("alert" in rule ? [rule] : []));
}

function rulesOf(files: Readonly<Record<string, RuleFile>>): readonly Rule[] {
  return Object.values(files).flatMap(({ groups }) => groups.flatMap(({ rules }) => rules));
}

/**
 * Recording rules in an order in which each list reads only what lists before it record: promtool computes the past of a
 * rule from what is stored.
 */
export function recordingLevels(files: Readonly<Record<string, RuleFile>>): readonly (readonly Recorded[])[] {
  const rules = rulesOf(files).flatMap((rule) => ("record" in rule ? [rule] : []));
  const names = new Set(rules.map(({ record }) => record));
  const levels: Recorded[][] = [];
  const done = new Set<string>();
  let left = rules;
  while (left.length > 0) {
    const ready = left.filter((rule) => readsOf(rule, names).every((name) => done.has(name)));
    if (ready.length === 0)
      throw new Error(`rules that read each other: ${left.map(({ record }) => record).join(", ")}`);
    levels.push(ready);
    for (const { record } of ready) done.add(record);
    left = left.filter((rule) => !ready.includes(rule));
  }
  return levels;
}

function readsOf({ expr, record }: Recorded, names: ReadonlySet<string>): readonly string[] {
  const read = parsePromql(expr).selectors.flatMap(({ metric }) => metric ?? []);
  return read.filter((name) => names.has(name) && name !== record);
}

/** A rule file for promtool, with what is evaluated seldom as seldom: a sum over it counts each sample. */
export function ruleFileText(rules: readonly Recorded[], files: Readonly<Record<string, RuleFile>>): string {
  const groups = Object.values(files).flatMap((file) => file.groups);
  const own = ({ rules: all }: Group): readonly Rule[] =>
    all.filter((rule) => rules.some((one) => one === rule));
  return toYaml({
    groups: groups
      .filter((group) => own(group).length > 0)
      .map((group) => ({ name: group.name, interval: slowed(group.interval), rules: own(group) })),
  });
}

function slowed(interval: string): string {
  return `${Math.max(leastInterval, seconds(interval as Duration))}s`;
}
