import { routes, told, unknownSeverity, type Alert, type Channel, type Route } from "@monitoring/alerting";
import { takes, type Policy } from "@monitoring/alerting/mutation";
import { promqlSeconds, seconds } from "@monitoring/collection";
import { parse } from "yaml";
import type { LiveAlertmanager } from "../live/alertmanager.ts";
import { expectedTable, liveTable, type LiveRow } from "../live/live-table.ts";

/** How alerts of a severity travel. */
interface Way {
  readonly severity: string;
  readonly receiver: string;
  /** Kinds of integrations, and whether each is told of the end. */
  readonly tells: readonly string[];
  /** Before the first message, between changes, until it is repeated, in seconds. */
  readonly times: readonly number[];
  readonly muted: boolean;
}

/** All that docs/routing.md says. */
export interface PolicyView {
  readonly rows: readonly LiveRow[];
  readonly ways: readonly Way[];
}

const kinds: Readonly<Record<Channel, string>> = {
  email: "email_configs",
  heartbeat: "webhook_configs",
  pagerduty: "pagerduty_configs",
  slack: "slack_configs",
  webhook: "webhook_configs",
};
const someOther = "any other";

/** What the tables say. */
export function expectedView(alerts: readonly Alert[], exists: (channel: Channel) => boolean): PolicyView {
  const way = (severity: string, route: Route): Way => ({
    severity,
    receiver: route.severity,
    // A heartbeat that stopped is the alarm; one that says so would be none.
    tells: told(route, exists)
      .map((channel) => `${kinds[channel]} ${channel === "heartbeat" ? "firing" : "firing, resolved"}`)
      .sort(),
    times: [route.groupWait, route.groupInterval, route.repeatInterval].map(seconds),
    muted: route.mutable,
  });
  return {
    rows: expectedTable(alerts, exists),
    ways: [
      ...routes.map((route) => way(route.severity, route)),
      // As those that are told too quietly, but never muted.
      ...routes
        .filter(({ severity }) => severity === unknownSeverity)
        .map((route) => ({ ...way(someOther, route), muted: false })),
    ],
  };
}

/** What a running Alertmanager that every pair of the alerts was posted to does, and what it has read. */
export async function policyView(
  alertmanager: LiveAlertmanager,
  alerts: readonly Alert[],
): Promise<PolicyView> {
  const [rows, text] = await Promise.all([liveTable(alertmanager, alerts), alertmanager.configuration()]);
  const policy = parse(text) as Policy;
  return {
    rows,
    ways: [...routes.map(({ severity }) => severity), someOther].map((severity) => way(severity, policy)),
  };
}

function way(severity: string, { route, receivers }: Policy): Way {
  const taken = route.routes.find(({ matchers = [] }) => takes(matchers, { severity })) ?? route;
  const { name = "", ...integrations } = receivers.find((one) => one.name === taken.receiver) ?? {};
  // Written in another unit where that is shorter.
  const times = [taken.group_wait, taken.group_interval, taken.repeat_interval].map(promqlSeconds);
  return {
    severity,
    receiver: name,
    tells: Object.entries(integrations)
      .flatMap(([kind, list]) =>
        typeof list === "string"
          ? []
          : list.map(({ send_resolved: told }) => `${kind} ${told ? "firing, resolved" : "firing"}`),
      )
      .sort(),
    times,
    muted: taken.mute_time_intervals !== undefined,
  };
}

/** The first line of the tables that does not hold. */
export function firstDifference(expected: PolicyView, found: PolicyView): string | undefined {
  const row = expected.rows.find((one, i) => JSON.stringify(one) !== JSON.stringify(found.rows[i]));
  if (row) return `who is told of ${row.alert}, and what holds it back`;
  const way = expected.ways.find((one, i) => JSON.stringify(one) !== JSON.stringify(found.ways[i]));
  return way && `how alerts of severity ${way.severity} travel`;
}
