import type { Duration } from "@monitoring/collection";

/**
 * Values of a gauge that was lower, then higher, then as given, and of which no scrape is answered after that: what a
 * rule remembers for twelve samples is still known at sample 15 and forgotten at sample 19.
 */
export function unsteady(value: number): string {
  return `${value}x3 ${value / 2} ${value * 2} ${value} _x20`;
}

/** Steps for a rule that remembers a gauge for a minute, and when it still knows it and has forgotten it. */
export const minute = {
  interval: "5s",
  step: "5s",
  known: "75s",
  forgotten: "95s",
} as const satisfies Memory;

/** The same for five minutes. */
export const fiveMinutes = {
  interval: "25s",
  step: "25s",
  known: "375s",
  forgotten: "475s",
} as const satisfies Memory;

interface Memory {
  readonly interval: Duration;
  readonly step: Duration;
  readonly known: Duration;
  readonly forgotten: Duration;
}
