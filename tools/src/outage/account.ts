import type { Exposure } from "./sequence-target.ts";

/** A stored sample: the number of the answer that it is from, and its time in milliseconds. */
export interface StoredNumber {
  readonly n: number;
  readonly timestamp: number;
}

/** What the store lacks. */
export interface Account {
  /** Answers that were stored. */
  readonly stored: number;
  /** Scrapes of a target that a collector without any loss would have stored, and the store has not. */
  readonly lost: number;
  /** The longest time between two stored samples, in milliseconds. */
  readonly longestHole: number;
}

/**
 * Compares what a target answered with what was stored of it, number by number: a slow machine loses nothing by being
 * slow.
 * @param interval time between two scrapes, in milliseconds
 */
export function account(
  exposures: readonly Exposure[],
  stored: readonly StoredNumber[],
  interval: number,
): Account {
  const inOrder = stored.toSorted((x, y) => x.n - y.n);
  const steps = inOrder.slice(1).map((to, i) => ({ from: inOrder[i] ?? to, to }));
  return {
    stored: inOrder.length,
    lost: steps.reduce((sum, { from, to }) => sum + lostBetween(exposures, from, to, interval), 0),
    longestHole: longestBetween(inOrder.map(({ timestamp }) => timestamp)),
  };
}

/** The longest time between two of these times, which are in order; 0 if there are not two. */
export function longestBetween(times: readonly number[]): number {
  return times.slice(1).reduce((most, time, i) => Math.max(most, time - (times[i] ?? time)), 0);
}

/**
 * The account of the series that lacks most. A scrape is sent in several requests, so that an outage may cut through it:
 * some of its series are stored then, and others not. A series that begins later than another one, or ends before it,
 * lacks what that one has there.
 * @param interval time between two scrapes, in milliseconds
 */
export function accountOfAll(
  exposures: readonly Exposure[],
  series: readonly (readonly StoredNumber[])[],
  interval: number,
): Account {
  const numbers = [...new Set(series.flat().map(({ n }) => n))];
  const accounts = series.map((stored) => {
    const own = stored.map(({ n }) => n);
    const [first, last] = [Math.min(...own), Math.max(...own)];
    const { lost, ...rest } = account(exposures, stored, interval);
    return { ...rest, lost: lost + numbers.filter((n) => n < first || n > last).length };
  });
  return {
    stored: Math.min(...accounts.map(({ stored }) => stored)),
    lost: Math.max(...accounts.map(({ lost }) => lost)),
    longestHole: Math.max(...accounts.map(({ longestHole }) => longestHole)),
  };
}

/** By how much of an interval a scrape may be early and still be a whole one after the last. */
const jitter = 0.05;

/**
 * Between two samples that were stored one after the other. Both replicas ask in turn, and one answer per interval is
 * enough. Where one process collected both samples, every answer that it got in between is lacking. Where another one
 * took over, so is what either of them got, or a third one beside what each interval has; but no more than whole
 * intervals went by: the two ask at different moments of it, so that up to two intervals lie between the last sample of
 * the one and the first of the other though each came in time.
 */
function lostBetween(
  exposures: readonly Exposure[],
  from: StoredNumber,
  to: StoredNumber,
  interval: number,
): number {
  const between = Map.groupBy(exposures.slice(from.n + 1, to.n), ({ agent }) => agent);
  const ends = [exposures[from.n]?.agent ?? "", exposures[to.n]?.agent ?? ""] as const;
  const count = (agent: string): number => between.get(agent)?.length ?? 0;
  if (ends[0] === ends[1]) return count(ends[0]);
  const thirds = [...between.keys()]
    .filter((agent) => !ends.includes(agent))
    .map((agent) => count(agent) - 1);
  const room = Math.floor((to.timestamp - from.timestamp) / interval + jitter) - 1;
  return Math.max(0, Math.min(room, Math.max(...ends.map(count), ...thirds)));
}
