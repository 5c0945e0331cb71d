import { markdownTable } from "@monitoring/collection";
import type { Alert } from "./alert.ts";
import type { Channel } from "./receiver.ts";
import { heldBack, type HeldBack } from "./inhibition.ts";
import { drillInterval, drillLabel, groupBy, routeOf, routes, told, unknownSeverity } from "./route.ts";

/** Where an alert goes, and when it does not. */
export interface RoutingRow {
  readonly alert: string;
  readonly severity: Alert["severity"];
  /** Alertmanager's receiver. */
  readonly receiver: string;
  readonly firing: readonly Channel[];
  readonly resolved: readonly Channel[];
  /** Whether a mute time holds it back. */
  readonly mutable: boolean;
  readonly heldBack: readonly HeldBack[];
}

/** Where every alert goes. */
export function routingTable(
  alerts: readonly Alert[],
  exists: (channel: Channel) => boolean,
): readonly RoutingRow[] {
  return alerts.map((alert) => {
    const route = routeOf(alert);
    const firing = told(route, exists);
    return {
      alert: alert.name,
      severity: alert.severity,
      receiver: route.severity,
      firing,
      // A heartbeat that stopped is the alarm; one that says so would be none.
      resolved: firing.filter((channel) => channel !== "heartbeat"),
      mutable: route.mutable,
      heldBack: heldBack(alert, alerts),
    };
  });
}

const people: Readonly<Record<Channel, string>> = {
  pagerduty: "PagerDuty",
  slack: "Slack",
  email: "e-mail",
  webhook: "webhook",
  heartbeat: "heartbeat",
};

/** The table as a Markdown page, committed as docs/routing.md: a change of who is told shows in a review. */
export function routingPage(rows: readonly RoutingRow[]): string {
  const names = (found: readonly Channel[]): string =>
    found.map((channel) => people[channel]).join(", ") || "nobody";
  const policy = routes.map((route) => [
    route.severity,
    names(route.tells),
    names(route.otherwise),
    route.groupWait,
    route.groupInterval,
    route.repeatInterval,
    route.mutable ? "yes" : "no",
  ]);
  const alerts = rows.map((row) => [
    `[${row.alert}](runbooks/${row.alert}.md)`,
    row.severity,
    names(row.firing),
    names(row.resolved),
    row.mutable ? "yes" : "no",
    row.heldBack.map(({ by, equal }) => (equal === "env" ? `${by} (any service)` : by)).join(", "),
  ]);
  return `# Who is told of what

<!-- Written by \`npm run docs\` from packages/alerting/src/route.ts and the alerts' rows; do not edit. -->

One message per ${groupBy.join(" and ")}. The page of Alertmanager shows every alert, whoever is told.

## By severity

An alert of a severity that is not listed, such as one of a custom rule, travels as ${unknownSeverity} does. A webhook is told where one is set up. The alerts of a [drill](drill.md) in dev carry the label \`${drillLabel}\` and travel the same ways, with ${drillInterval} between changes; no other alert holds them back.

${markdownTable(["severity", "told", "where none of these exists", "first wait", "between changes", "repeated after", "muted by `muteTimes`"], policy)}
## By alert

While one of those in the last column fires for the same service (or for any, where it says so), the alert tells nobody.

${markdownTable(["alert", "severity", "told when it fires", "told when it ends", "muted by `muteTimes`", "held back by"], alerts)}`;
}
