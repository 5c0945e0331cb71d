import type { Duration } from "@monitoring/collection";
import type { Alert } from "./alert.ts";
import type { Channel } from "./receiver.ts";

/** How alerts of one severity travel. The receiver that compiles from it has the severity's name. */
export interface Route {
  readonly severity: Alert["severity"];
  /** Who is told. Nobody: the alert shows on Alertmanager's page only. */
  readonly tells: readonly Channel[];
  /** Who is told instead where none of these exists; empty where there is no instead. */
  readonly otherwise: readonly Channel[];
  /** How long the first alert of a group waits for company. */
  readonly groupWait: Duration;
  /** How long a changed group waits: bounds how late a resolved notice comes. */
  readonly groupInterval: Duration;
  /** How often a lasting alert is repeated. */
  readonly repeatInterval: Duration;
  /** Whether mute times hold it back. */
  readonly mutable: boolean;
}

/** Alerts of one name about one service come as one message. */
export const groupBy = ["alertname", "service"] as const;

/** The policy: one row per severity, so that no alert is without a route. */
export const routes = [
  {
    severity: "critical",
    tells: ["pagerduty", "slack", "email", "webhook"],
    otherwise: [],
    groupWait: "5s",
    groupInterval: "15s",
    repeatInterval: "4h",
    mutable: false,
  },
  {
    severity: "high",
    tells: ["slack", "email", "webhook"],
    otherwise: ["pagerduty"],
    groupWait: "15s",
    groupInterval: "1m",
    repeatInterval: "4h",
    mutable: false,
  },
  {
    severity: "warning",
    tells: ["slack", "webhook"],
    otherwise: ["email"],
    groupWait: "1m",
    groupInterval: "5m",
    repeatInterval: "24h",
    mutable: true,
  },
  {
    severity: "info",
    tells: [],
    otherwise: [],
    groupWait: "1m",
    groupInterval: "5m",
    repeatInterval: "24h",
    mutable: false,
  },
  {
    severity: "heartbeat",
    tells: ["heartbeat"],
    otherwise: [],
    groupWait: "1s",
    groupInterval: "15s",
    repeatInterval: "1m",
    mutable: false,
  },
] as const satisfies readonly Route[];

/**
 * Where alerts go whose severity is not one of ours, such as those of a custom rule: dropped silently would be worse
 * than told too quietly.
 */
export const unknownSeverity = "warning" satisfies Route["severity"];

/**
 * The label that the alerts of a drill carry, with the alert's name. They travel as those without it do, to the same
 * people, but news of them waits for {@link drillInterval} only, and no other alert holds them back or is held back.
 */
export const drillLabel = "drill";

/** How long a changed group of a drill's alerts waits. */
export const drillInterval = "1s" satisfies Duration;

/** How an alert travels, by its severity. */
export function routeOf({ severity }: Pick<Alert, "severity">): Route {
  const route = routes.find((row) => row.severity === severity);
  if (route === undefined) throw new Error(`severity "${severity}" has no route`);
  return route;
}

/** Who is told on a route, of the channels that exist. */
export function told(route: Route, exists: (channel: Channel) => boolean): readonly Channel[] {
  const first = route.tells.filter(exists);
  return first.length > 0 ? first : route.otherwise.filter(exists);
}
