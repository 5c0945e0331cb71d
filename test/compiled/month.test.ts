import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { writeDays, type MonthSeries } from "../../tools/src/bench/month.ts";
import { promtool } from "./tools.ts";

const end = 1_800_000_000_000;
const series: readonly MonthSeries[] = [
  { labels: { __name__: "up", job: "a" }, course: { kind: "steady", value: 1 }, interval: 300_000 },
  { labels: { __name__: "load", job: "b" }, course: { kind: "wavering", exponent: 3 }, interval: 60_000 },
  { labels: { __name__: "calls_total" }, course: { kind: "counting", rank: 2 }, interval: 600_000 },
];

// What the bench of queries writes by itself is read by what wrote the format.
test("samples that are written as Prometheus keeps them are read by its own tool as they were meant", () => {
  const folder = mkdtempSync(join(tmpdir(), "monitoring-month-"));
  const samples = writeDays(folder, series, 6, end);
  // It looks for the log of what is not in a block yet.
  mkdirSync(join(folder, "wal"));
  const { ok, output } = promtool("tsdb", "dump", folder);
  rmSync(folder, { recursive: true });
  expect(ok).toBe(true);
  const lines = output.split("\n").filter((line) => line.startsWith("{"));
  const of = (name: string) =>
    lines
      .filter((line) => line.includes(`__name__="${name}"`))
      .map(
        (line) =>
          line
            .slice(line.indexOf("}") + 2)
            .split(" ")
            .map(Number) as [value: number, time: number],
      )
      .sort(([, a], [, b]) => a - b);
  expect(lines).toHaveLength(samples);
  expect([of("up").length, of("load").length, of("calls_total").length]).toEqual([1_728, 8_640, 864]);
  expect(lines.find((line) => line.includes('"up"'))).toMatch(/^\{__name__="up", job="a"\} 1 \d+$/);
  expect(new Set(of("up").map(([value]) => value))).toEqual(new Set([1]));
  expect(of("load").every(([value]) => value >= 8 && value < 16)).toBe(true);
  expect(new Set(of("load").map(([value]) => value)).size).toBeGreaterThan(30);
  const steps = of("calls_total").map(([value, time], i, all) => {
    const [before, then] = all[i - 1] ?? [value - 8, time - 600_000];
    return { growth: value - before, passed: time - then };
  });
  expect(new Set(steps.map(({ passed }) => passed))).toEqual(new Set([600_000]));
  // By six to ten at each sample; from one block to the next by more, and never back.
  expect(steps.filter(({ growth }) => growth < 6)).toEqual([]);
  expect(steps.filter(({ growth }) => growth > 10).length).toBe(1);
  expect(of("up").at(-1)?.[1]).toBe(end - 300_000);
});
