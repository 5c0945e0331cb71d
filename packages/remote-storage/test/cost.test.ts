import { expect, test } from "@jest/globals";
import { ampPrices, cost, ingestDollars, mostExpensive } from "../src/index.ts";

const load = (series: number, intervalSeconds: number, metric = "m") => [
  { job: "j", metric, series, intervalSeconds },
];

// The first four are worked out by hand, the last is an example that others have published.
test.each([
  [2_000, 15, 27.96],
  [10_000, 15, 154.19],
  [10_000, 60, 35.85],
  [50_000, 30, 262.0],
])("%d series every %d s cost $%d to ingest", (series, interval, dollars) => {
  expect(cost(load(series, interval), 0, ampPrices).dollars.ingest).toBeCloseTo(dollars, 1);
});

test("the tiers follow each other", () => {
  expect(ingestDollars(525.6e9, ampPrices)).toBeCloseTo(13_307.6, 1);
});

test("what is free costs nothing", () => {
  expect(cost(load(200, 15), 1_000, ampPrices).dollars).toEqual({
    ingest: 0,
    storage: 0,
    query: 0,
    total: 0,
  });
});

test("storage and queries count from where they are no longer free", () => {
  const { dollars } = cost(load(10_000, 15), 100_000, ampPrices);
  // 1.753 bn samples a month of 1.5 bytes for 150 days are 12.07 GB; 263 bn query samples are 63 bn too many.
  expect(dollars.storage).toBeCloseTo(0.062, 3);
  expect(dollars.query).toBeCloseTo(6.3, 2);
  expect(dollars.total).toBeCloseTo(dollars.ingest + dollars.storage + dollars.query, 10);
});

test("series and samples are counted by job", () => {
  const loads = [
    ...load(30, 15),
    ...load(10, 5, "n"),
    { job: "k", metric: "m", series: 5, intervalSeconds: 5 },
  ];
  const { byJob, series, samplesPerSecond } = cost(loads, 0, ampPrices);
  expect(byJob.get("j")).toEqual({ series: 40, samplesPerSecond: 4 });
  expect([series, samplesPerSecond]).toEqual([45, 5]);
});

test("the metrics that cost most come first, with their shares", () => {
  const loads = [...load(10_000, 60, "slow"), ...load(10_000, 15, "fast"), ...load(1, 15, "small")];
  const all = cost(loads, 0, ampPrices);
  const [first, second] = mostExpensive(loads, all, 2);
  expect([first?.metric, second?.metric]).toEqual(["fast", "slow"]);
  expect((first?.dollars ?? 0) / (second?.dollars ?? 1)).toBeCloseTo(4, 6);
});
