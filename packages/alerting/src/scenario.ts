import { quote, type Duration, type Metric, type Recording, type TargetLabel } from "@monitoring/collection";

/** At least one. */
export type NonEmpty<T> = readonly [T, ...T[]];

/** Samples of one series in promtool's notation, e.g. `1x10 0x20`: one sample an interval. */
export interface InputSeries {
  readonly series: string;
  readonly values: string;
}

/** A situation that an alert is tried in. */
export interface Scenario {
  /** Completes "it fires when ..." or "it stays quiet when ...". */
  readonly when: string;
  /** Time between two samples. */
  readonly interval: Duration;
  /** Step at which the rules are evaluated. @default the group's */
  readonly step?: Duration;
  readonly series: readonly InputSeries[];
}

/** A scenario in which the alert fires, with the labels that it then carries (severity and name excepted). */
export interface FiringScenario extends Scenario {
  /** The first evaluation at which it fires, from the first sample on: one evaluation earlier it must be quiet. */
  readonly at: Duration | "0s";
  /** The first evaluation at which it has stopped firing, where the scenario goes on that far. */
  readonly until?: Duration;
  readonly labels: Readonly<Record<string, string>>;
  /** The summary with its values filled in. */
  readonly summary: string;
  /** Others of the same alert that fire from the same time on, and until the same time. @default none */
  readonly beside?: readonly Pick<FiringScenario, "labels" | "summary">[];
}

/**
 * Why an alert stays quiet: all is well, just under the threshold, shorter than `for`, too little or no traffic, a
 * lost scrape, a restart, or something else that only looks like the fault.
 */
export type QuietKind =
  "healthy" | "below" | "brief" | "no-traffic" | "lost-scrape" | "restart" | "lookalike";

/** A scenario in which the alert does not fire at any evaluation up to `at`. */
export interface QuietScenario extends Scenario {
  readonly kind: QuietKind;
  readonly at: Duration;
}

/** A situation, and what a recording then gives: for what no alert tells apart. */
export interface RecordingScenario extends Scenario {
  readonly recording: Recording;
  readonly at: Duration;
  /** Every series of it, to six digits behind the point. */
  readonly gives: readonly RecordedSample[];
}

/** A series of a recording and its value. */
export interface RecordedSample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A series for a scenario: only a declared metric, only with labels that it has. */
export function series<Label extends string>(
  metric: Metric<Label>,
  labels: Readonly<Partial<Record<NoInfer<Label> | TargetLabel, string>>>,
  values: string,
): InputSeries {
  const pairs = Object.entries<string | undefined>(labels).map(
    ([label, value]) => `${label}=${quote(value ?? "")}`,
  );
  return { series: `${metric.name}{${pairs.join(", ")}}`, values };
}

/** Growth per sample and the number of samples for which it lasts. */
export type Growth = readonly [perSample: number, samples: number];

/** Values of a counter that starts at 0 and then grows, phase after phase. */
export function counting(...phases: readonly Growth[]): string {
  let total = 0;
  const parts = phases.map(([growth, samples]) => {
    const first = total + growth;
    total += growth * samples;
    return `${first}+${growth}x${samples - 1}`;
  });
  return ["0", ...parts].join(" ");
}
