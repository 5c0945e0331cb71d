import type { Duration } from "@monitoring/collection";

/** Samples of one series in promtool's notation, e.g. `1x10 0x20`: one sample an interval. */
export interface InputSeries {
  readonly series: string;
  readonly values: string;
}

/** A situation that an alert is tried in. */
export interface Scenario {
  /** Completes "the alert fires when ..." or "stays quiet when ...". */
  readonly when: string;
  /** Time between two samples. */
  readonly interval: Duration;
  readonly series: readonly InputSeries[];
  /** When the alert is looked at, from the first sample on. */
  readonly at: Duration;
}

/** A scenario in which the alert fires, with the labels that it then carries (severity and name excepted). */
export interface FiringScenario extends Scenario {
  readonly labels: Readonly<Record<string, string>>;
  /** The summary with its values filled in. */
  readonly summary: string;
}

/** At least one. */
export type NonEmpty<T> = readonly [T, ...T[]];
