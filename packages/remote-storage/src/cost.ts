import type { Prices } from "./prices.ts";

/** Series of one metric of one job, and how often each gets a sample. */
export interface MetricLoad {
  readonly job: string;
  readonly metric: string;
  readonly series: number;
  readonly intervalSeconds: number;
}

/** What is sent by a job, or by all. */
export interface Amount {
  readonly series: number;
  readonly samplesPerSecond: number;
}

/** Dollars a month by what they are paid for. */
export interface Dollars {
  readonly ingest: number;
  readonly storage: number;
  readonly query: number;
  readonly total: number;
}

/** What so much load amounts to. */
export interface Cost extends Amount {
  readonly byJob: ReadonlyMap<string, Amount>;
  readonly dollars: Dollars;
}

const monthSeconds = 30.4375 * 86_400;
// Between the 1 and 2 bytes that Prometheus's documentation names.
const bytesPerSample = 1.5;

/** What AMP costs in a month once its storage is full up to its retention. */
export function cost(
  loads: readonly MetricLoad[],
  querySamplesPerSecond: number,
  prices: Prices,
  retentionDays = 150,
): Cost {
  const byJob = new Map<string, Amount>();
  for (const { job, series, intervalSeconds } of loads) {
    const sum = byJob.get(job) ?? { series: 0, samplesPerSecond: 0 };
    byJob.set(job, {
      series: sum.series + series,
      samplesPerSecond: sum.samplesPerSecond + series / intervalSeconds,
    });
  }
  const amounts = [...byJob.values()];
  const samplesPerSecond = amounts.reduce((sum, amount) => sum + amount.samplesPerSecond, 0);
  return {
    series: amounts.reduce((sum, amount) => sum + amount.series, 0),
    samplesPerSecond,
    byJob,
    dollars: dollars(
      samplesPerSecond * monthSeconds,
      querySamplesPerSecond * monthSeconds,
      prices,
      retentionDays,
    ),
  };
}

function dollars(samples: number, querySamples: number, prices: Prices, retentionDays: number): Dollars {
  const gb = (samples * bytesPerSample * (retentionDays / 30.4375)) / 2 ** 30;
  const ingest = ingestDollars(samples - prices.free.samples, prices);
  const storage = Math.max(0, gb - prices.free.gb) * prices.storagePerGb;
  const query = Math.max(0, querySamples - prices.free.querySamples) * prices.perQuerySample;
  return { ingest, storage, query, total: ingest + storage + query };
}

/** Dollars for so many samples of a month, tier by tier. */
export function ingestDollars(samples: number, { ingest }: Prices): number {
  return ingest.reduce((sum, { upTo, perSample }, i) => {
    const from = ingest[i - 1]?.upTo ?? 0;
    return sum + Math.max(0, Math.min(samples, upTo) - from) * perSample;
  }, 0);
}

/** A metric and what would be saved without it. */
export interface MetricCost {
  readonly job: string;
  readonly metric: string;
  readonly series: number;
  readonly dollars: number;
}

/** The metrics that cost most, each by its share of what is ingested and stored. */
export function mostExpensive(
  loads: readonly MetricLoad[],
  { dollars }: Cost,
  count: number,
): readonly MetricCost[] {
  const rate = (load: MetricLoad): number => load.series / load.intervalSeconds;
  const total = loads.reduce((sum, load) => sum + rate(load), 0);
  const perSample = total === 0 ? 0 : (dollars.ingest + dollars.storage) / total;
  return loads
    .toSorted((a, b) => rate(b) - rate(a))
    .slice(0, count)
    .map((load) => ({
      job: load.job,
      metric: load.metric,
      series: load.series,
      dollars: rate(load) * perSample,
    }));
}
