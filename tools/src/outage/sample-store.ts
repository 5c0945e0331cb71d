import type { ReceivedSample } from "./remote-write-wire.ts";

/** What became of a sample. */
export type Fate = "stored" | "repeated" | "too old" | "out of order" | "two values at one time";

/** Limits of what is stored, in milliseconds. */
export interface StoreLimits {
  /** A sample that is older than this is refused. */
  readonly maxAge: number;
  /** A sample that is older than the newest of its series is refused unless it is within this of the newest of all. */
  readonly outOfOrder: number;
}

/** Stored samples in the order of their arrival, by the series' labels as text. */
export interface SampleStore {
  readonly series: ReadonlyMap<string, readonly Pick<ReceivedSample, "timestamp" | "value">[]>;
  readonly add: (sample: ReceivedSample, now: number) => Fate;
}

/** A store that takes and refuses samples as Prometheus's does, which AMP's is made from, with AMP's limit of age. */
export function sampleStore({ maxAge, outOfOrder }: StoreLimits): SampleStore {
  const series = new Map<string, { timestamp: number; value: number }[]>();
  const newestOf = new Map<string, { timestamp: number; value: number }>();
  let newestOfAll = 0;

  const judge = (key: string, { timestamp, value }: ReceivedSample, now: number): Fate => {
    if (now - timestamp > maxAge) return "too old";
    const newest = newestOf.get(key);
    if (newest === undefined || timestamp > newest.timestamp) return "stored";
    if (timestamp === newest.timestamp)
      return Object.is(value, newest.value) ? "repeated" : "two values at one time";
    return timestamp >= newestOfAll - outOfOrder ? "stored" : "out of order";
  };
  return {
    series,
    add: (sample, now) => {
      const key = seriesKey(sample.labels);
      const fate = judge(key, sample, now);
      if (fate !== "stored") return fate;
      const { timestamp, value } = sample;
      const stored = series.get(key);
      if (stored) stored.push({ timestamp, value });
      else series.set(key, [{ timestamp, value }]);
      if (timestamp > (newestOf.get(key)?.timestamp ?? 0)) newestOf.set(key, { timestamp, value });
      newestOfAll = Math.max(newestOfAll, timestamp);
      return fate;
    },
  };
}

/** Labels as one text, in the order in which they were sent, which is alphabetical. */
export function seriesKey(labels: Readonly<Record<string, string>>): string {
  const { __name__: name = "", ...rest } = labels;
  return `${name}{${Object.entries(rest)
    .map(([label, value]) => `${label}=${JSON.stringify(value)}`)
    .join(", ")}}`;
}
