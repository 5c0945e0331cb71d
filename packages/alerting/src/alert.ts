import type { Duration, Promql } from "@monitoring/collection";
import type { Fault } from "./fault.ts";
import type { Runbook } from "./runbook.ts";
import type { FiringScenario, NonEmpty, QuietScenario } from "./scenario.ts";
import type { Severity } from "./severity.ts";

/** The number that an alert compares with; a stack's configuration may set another one. */
export interface Threshold {
  readonly value: number;
  /** What the number counts, e.g. `ratio`, `seconds`, `bytes`, `calls per second`. */
  readonly unit: string;
  /** On which side of the number it is bad. @default "above" */
  readonly bad?: "above" | "below";
}

/** What must hold: a fixed expression, or one over a threshold that configuration may override. */
export type Condition =
  | { readonly expr: Promql; readonly threshold?: never }
  | { readonly expr: (threshold: number) => Promql; readonly threshold: Threshold };

/**
 * When a person is told, and the proof that it works: a row without a scenario that fires and one that stays
 * quiet does not compile.
 */
export type Alert = Condition & {
  readonly name: string;
  /** `heartbeat` is not a severity: it never reaches a person while it arrives. */
  readonly severity: Severity | "heartbeat";
  /** How long it must hold. */
  readonly for: Duration | "0s";
  /** How long it goes on firing after it stopped holding. */
  readonly keepFiringFor?: Duration;
  /** One line for a phone's screen, with the value; Go template over `$labels` and `$value`. */
  readonly summary: string;
  /** What it means for the people who use the server. */
  readonly description: string;
  readonly runbook: Runbook;
  /** What makes it fire on a running stack. */
  readonly fault: Fault;
  /** Names of alerts of whose cause this one would only be an echo: while one of them fires, this one is held back. */
  readonly inhibitedBy?: readonly string[];
  readonly fires: NonEmpty<FiringScenario>;
  /** Empty only for an alert that always fires. */
  readonly quiet: NonEmpty<QuietScenario> | "never";
};

/** The expression with the row's threshold in it. */
export function expression(alert: Alert): Promql {
  return alert.threshold === undefined ? alert.expr : alert.expr(alert.threshold.value);
}
