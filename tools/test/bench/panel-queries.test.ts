import { checkConfig } from "@monitoring/stacks";
import { expect, test } from "@jest/globals";
import { panelQueries, stepOf } from "../../src/bench/panel-queries.ts";

test.each([
  { range: 3_600, pixels: 520, step: 15 },
  { range: 21_600, pixels: 520, step: 30 },
  { range: 86_400, pixels: 520, step: 120 },
  { range: 604_800, pixels: 1_560, step: 300 },
  { range: 2_592_000, pixels: 520, step: 3_600 },
])("Grafana asks for a point in $step s on a panel of $pixels pixels over $range s", ({ step, ...panel }) => {
  expect(stepOf(panel.range, panel.pixels)).toBe(step);
});

test("every query of every dashboard is asked, with nothing of Grafana's left in it", () => {
  const queries = panelQueries(checkConfig({}).config, "6h");
  expect(new Set(queries.map(({ dashboard }) => dashboard)).size).toBe(7);
  expect(queries.length).toBeGreaterThan(150);
  expect(queries.filter(({ expr }) => expr.replaceAll('"$1"', "").includes("$"))).toEqual([]);
});
