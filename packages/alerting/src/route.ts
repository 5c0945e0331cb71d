import type { Duration } from "@monitoring/collection";
import type { Alert } from "./alert.ts";

/** A way out of Alertmanager. */
export type ReceiverName = "page" | "notify" | "heartbeat" | "none";

/** How alerts of one severity travel. */
export interface Route {
  readonly severity: Alert["severity"];
  readonly receiver: ReceiverName;
  /** How long the first alert of a group waits for company. */
  readonly groupWait: Duration;
  /** How long a changed group waits: bounds how late a resolved notice comes. */
  readonly groupInterval: Duration;
  /** How often a lasting alert is repeated. */
  readonly repeatInterval: Duration;
}

/** The policy: one row per severity, so that no alert is without a route. */
export const routes = [
  { severity: "critical", receiver: "page", groupWait: "5s", groupInterval: "15s", repeatInterval: "4h" },
  { severity: "high", receiver: "notify", groupWait: "15s", groupInterval: "1m", repeatInterval: "4h" },
  { severity: "warning", receiver: "notify", groupWait: "1m", groupInterval: "5m", repeatInterval: "24h" },
  { severity: "info", receiver: "none", groupWait: "1m", groupInterval: "5m", repeatInterval: "24h" },
  {
    severity: "heartbeat",
    receiver: "heartbeat",
    groupWait: "1s",
    groupInterval: "15s",
    repeatInterval: "1m",
  },
] as const satisfies readonly Route[];
