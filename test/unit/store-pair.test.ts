import { expect, test } from "@jest/globals";
import { compareAnswers } from "../compiled/store-pair.ts";
import type { AnsweredSeries } from "../compiled/live-prometheus.ts";

const up: AnsweredSeries = { metric: { __name__: "up" }, values: [[0, "1"]] };
const queries = [
  { owner: "a panel", text: "up" },
  { owner: "a rule", text: "down" },
];
const again = { times: 2, afterMs: 1 };

/** A server that always has a series, and one that has it from a time on. */
const pair = (from: number) => ({
  queries,
  raw: { query: () => Promise.resolve([up]) },
  store: { query: (_: string, at: number) => Promise.resolve(at >= from ? [up] : []) },
});

test("answers that differ at first and agree when asked again are no difference", async () => {
  const { wrong, text } = await compareAnswers(pair(100.002), 100, again);
  expect(wrong).toEqual([]);
  expect(text).toContain("4 differed at first, 0 in the end");
});

test("answers that differ each time are", async () => {
  const { wrong } = await compareAnswers(pair(Infinity), 100, again);
  expect(wrong).toMatchObject([
    { owner: "a panel", text: "up", over: undefined },
    { owner: "a panel", text: "up", over: 30 },
    { owner: "a rule", text: "down", over: undefined },
    { owner: "a rule", text: "down", over: 30 },
  ]);
});
