import { counting } from "../scenario.ts";

/** When a counter of {@link uneven} is looked at, with a sample in 15 seconds. */
export const lookedAt = "10m";

/**
 * Values of a counter that grew by so many per second over the five minutes before {@link lookedAt}: by less at first and
 * by more in the end, so that half of these minutes, or twice as many, give another rate.
 */
export function uneven(perSecond: number): string {
  return counting([round(3 * perSecond), 28], [round(22 * perSecond), 12]);
}

function round(value: number): number {
  return Number(value.toPrecision(9));
}
