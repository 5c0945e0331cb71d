import { passes } from "@monitoring/alerting/audit";
import type { Address, DescribedRoute, DescribedRouting, Matcher } from "./read/routing.ts";
import type { DescribedAlert } from "./read/rules.ts";

/** Who is told of an alert, and how. */
export interface Told {
  readonly addresses: readonly Address[];
  readonly groupWait: string;
  readonly groupInterval: string;
  readonly repeatInterval: string;
  /** When it tells nobody, in words. */
  readonly mutes: readonly string[];
}

const nobody: Told = { addresses: [], groupWait: "", groupInterval: "", repeatInterval: "", mutes: [] };

/** Who is told of an alert. Where a label of the series decides, everyone who may be told. */
export function toldOf(routing: DescribedRouting, alert: DescribedAlert): Told {
  const [first, ...others] = routing.root ? leaves(routing.root, alert) : [];
  if (first === undefined) return nobody;
  const found = [first, ...others].flatMap(({ receiver }) => routing.receivers[receiver] ?? []);
  const when = (name: string): string => `${name} (${routing.times[name] ?? "never"})`;
  return {
    addresses: [...new Map(found.map((address) => [name(address), address])).values()].sort(byUrgency),
    groupWait: first.groupWait,
    groupInterval: first.groupInterval,
    repeatInterval: first.repeatInterval,
    mutes: [...first.mutes.map(when), ...first.actives.map((active) => `all but ${when(active)}`)],
  };
}

/** An address as a person calls it. */
export function name({ kind, to }: Address): string {
  return `${kind} ${to}`.trim();
}

function byUrgency(a: Address, b: Address): number {
  return Number(b.pages) - Number(a.pages) || name(a).localeCompare(name(b), "en");
}

function leaves(route: DescribedRoute, alert: DescribedAlert): readonly DescribedRoute[] {
  const found: DescribedRoute[] = [];
  for (const child of route.routes) {
    const verdict = matches(child.matchers, alert);
    if (verdict === "no") continue;
    found.push(...leaves(child, alert));
    if (verdict === "yes" && !child.goesOn) return found;
  }
  return found.length > 0 ? found : [route];
}

/** Whether an alert passes matchers; `maybe` where a label of its series decides. */
export function matches(matchers: readonly Matcher[], alert: DescribedAlert): "yes" | "no" | "maybe" {
  const verdicts = matchers.map((matcher) => {
    const value = labelOf(alert, matcher.label);
    return value === undefined ? undefined : passes(matcher, value);
  });
  if (verdicts.includes(false)) return "no";
  return verdicts.includes(undefined) ? "maybe" : "yes";
}

/** A label as far as the rule says it; no rule leaves its severity to its series. */
function labelOf({ name, labels }: DescribedAlert, label: string): string | undefined {
  if (label === "alertname") return name;
  const value = labels[label] ?? (label === "severity" ? "" : undefined);
  return value?.includes("{{") ? undefined : value;
}

/** What holds an alert back by its name, of the alerts that there are. */
export function heldBackBy(
  routing: DescribedRouting,
  alert: DescribedAlert,
  alerts: readonly DescribedAlert[],
): readonly string[] {
  const rules = routing.inhibitions.filter(
    (rule) => isByName(rule.sources) && matches(rule.targets, alert) !== "no",
  );
  const sources = rules.flatMap((rule) => alerts.filter((source) => matches(rule.sources, source) !== "no"));
  return [...new Set(sources.map(({ name }) => name))].filter((name) => name !== alert.name).sort();
}

/** Whether matchers choose alerts by name, and not by what they have in common. */
export function isByName(matchers: readonly Matcher[]): boolean {
  return matchers.some(({ label }) => label === "alertname");
}
