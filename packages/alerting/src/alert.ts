import type { Duration, Promql } from "@monitoring/collection";
import type { Fault } from "./fault.ts";
import type { FiringScenario, NonEmpty, Scenario } from "./scenario.ts";
import type { Severity } from "./severity.ts";

/**
 * When a person is told, and the proof that it works: a row without a scenario that fires and one that stays
 * quiet does not compile.
 */
export interface Alert {
  readonly name: string;
  /** `heartbeat` is not a severity: it never reaches a person while it arrives. */
  readonly severity: Severity | "heartbeat";
  readonly expr: Promql;
  readonly for: Duration | "0s";
  /** One line for a phone's screen; Go template over `$labels` and `$value`. */
  readonly summary: string;
  /** What it means for the people who use the server. */
  readonly description: string;
  /** The first things to look at, in order. */
  readonly runbook: NonEmpty<string>;
  /** What makes it fire on a running stack. */
  readonly fault: Fault;
  /** Names of alerts of whose cause this one would only be an echo: while one of them fires, this one is held back. */
  readonly inhibitedBy?: readonly string[];
  readonly fires: NonEmpty<FiringScenario>;
  /** Empty only for an alert that always fires. */
  readonly quiet: NonEmpty<Scenario> | "never";
}

/** Alerts that are evaluated together, at one interval. */
export interface AlertGroup {
  readonly name: string;
  readonly interval: Duration;
  readonly alerts: readonly Alert[];
}
