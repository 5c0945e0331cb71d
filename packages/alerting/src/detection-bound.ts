import { parsePromql, seconds, type Promql, type Selector } from "@monitoring/collection";
import { expression, type Alert } from "./alert.ts";
import { routes } from "./route.ts";
import type { RuleGroup } from "./rule-group.ts";

/** Time between two scrapes of what a selector reads, in seconds. */
export type ScrapeSeconds = (selector: Selector) => number;

// Handing an alert over and sending it, on one machine: the most that was measured.
const transport = 0.025;

/**
 * How long it takes at most, in seconds, until a notification leaves, for a fault that satisfies the alert's
 * expression at once: what happens just after a scrape is seen one scrape later, just after an evaluation one
 * evaluation later. Windows of the expression itself (`rate`, `absent_over_time`) come on top.
 */
export function detectionBound(
  alert: Alert,
  groups: readonly RuleGroup[],
  scrapeSeconds: ScrapeSeconds,
): number {
  const group = groups.find(({ alerts }) => alerts.some(({ name }) => name === alert.name));
  const route = routes.find(({ severity }) => severity === alert.severity);
  if (!group || !route) throw new Error(`alert ${alert.name} is in no group, or its severity has no route`);
  const interval = seconds(group.interval);
  const lasting = alert.for === "0s" ? 0 : Math.ceil(seconds(alert.for) / interval) * interval;
  const seen = delay(expression(alert), group, groups, scrapeSeconds);
  return seen + interval + lasting + seconds(route.groupWait) + transport;
}

/** How old what an expression reads may be: the slowest scrape, and an interval for each other group in between. */
function delay(
  expr: Promql,
  group: RuleGroup,
  groups: readonly RuleGroup[],
  scrapeSeconds: ScrapeSeconds,
): number {
  const delays = parsePromql(expr.text).selectors.map((selector) => {
    const recorded = recordedIn(selector.metric, groups);
    if (!recorded) return scrapeSeconds(selector);
    const between = recorded.group === group ? 0 : seconds(recorded.group.interval);
    return between + delay(recorded.expr, recorded.group, groups, scrapeSeconds);
  });
  return Math.max(0, ...delays);
}

function recordedIn(metric: string | undefined, groups: readonly RuleGroup[]) {
  for (const group of groups) {
    const found = group.recordings.find(({ name }) => name === metric);
    if (found) return { group, expr: found.expr };
  }
  return undefined;
}
