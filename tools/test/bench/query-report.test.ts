import { expect, test } from "@jest/globals";
import { queryReport, tooSlow, type QueryTime } from "../../src/bench/query-report.ts";

const time = (panel: string, range: "1h" | "1d", ms: number): QueryTime => ({
  dashboard: "shop",
  panel,
  range,
  expr: "up",
  step: panel === "Orders" ? undefined : 60,
  ms,
  processorMs: ms - 10,
  series: 3,
});
const times = [
  time("Orders", "1h", 20),
  time("Carts", "1h", 30),
  time("Carts", "1d", 201),
  time("Orders", "1d", 200),
];

test("the report has a line for each range, and the slowest queries first", () => {
  const lines = queryReport(times)
    .split("\n")
    .map((line) => line.replace(/ +/g, " "));
  expect(lines.filter((line) => /^\| (?:1|shop)/.test(line))).toEqual([
    "| 1h | 2 | 30 | 30 | 20 | 0 |",
    "| 1d | 2 | 201 | 201 | 191 | 1 |",
    "| shop: Carts | 1d | 60 s | 3 | 201 | 191 |",
    "| shop: Orders | 1d | at once | 3 | 200 | 190 |",
    "| shop: Carts | 1h | 60 s | 3 | 30 | 20 |",
    "| shop: Orders | 1h | at once | 3 | 20 | 10 |",
  ]);
});

test("a query may take 200 ms, and no longer", () => {
  expect(tooSlow(times).map(({ ms }) => ms)).toEqual([201]);
});
