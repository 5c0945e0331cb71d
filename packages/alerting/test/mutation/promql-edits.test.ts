import { expect, test } from "@jest/globals";
import { edited, promqlEdits } from "../../src/mutation/index.ts";

/** What becomes of an expression, by kind. */
function mutants(expr: string, kind: string): readonly string[] {
  return promqlEdits(expr)
    .filter((edit) => edit.kind === kind)
    .map((edit) => edited(expr, edit));
}

test("numbers become a fifth less and a quarter more, small whole ones their neighbours", () => {
  expect(mutants("load > 0.8", "threshold")).toEqual(["load > 0.64", "load > 1"]);
  expect(mutants("load > 3", "threshold")).toEqual(["load > 2", "load > 4"]);
  expect(mutants("load > 200", "threshold")).toEqual(["load > 160", "load > 250"]);
});

test("comparisons become those that differ at the boundary, and the opposite; a matcher's operator is none", () => {
  expect(mutants('load{job!="a"} > 3', "comparison")).toEqual(['load{job!="a"} >= 3', 'load{job!="a"} < 3']);
  expect(mutants("load <= bool 3", "comparison")).toEqual(["load < bool 3", "load > bool 3"]);
});

test("aggregations over series and over time become others", () => {
  expect(mutants("max by (job) (avg_over_time(load[5m]))", "aggregation")).toEqual([
    "min by (job) (avg_over_time(load[5m]))",
    "sum by (job) (avg_over_time(load[5m]))",
    "max by (job) (max_over_time(load[5m]))",
    "max by (job) (min_over_time(load[5m]))",
  ]);
});

test("groupings and matchers lose a member, matchers are turned round, and lose an alternative", () => {
  expect(mutants("sum by (a, b) (load) / on (a) size", "grouping")).toEqual([
    "sum by (b) (load) / on (a) size",
    "sum by (a) (load) / on (a) size",
    "sum by (a, b) (load) / on () size",
  ]);
  expect(mutants('load{job="a", path=~"/(x|y)|/z"}', "matcher")).toEqual([
    'load{path=~"/(x|y)|/z"}',
    'load{job="a"}',
    'load{job!="a", path=~"/(x|y)|/z"}',
    'load{job="a", path!~"/(x|y)|/z"}',
    'load{job="a", path=~"/(y)|/z"}',
    'load{job="a", path=~"/(x)|/z"}',
    'load{job="a", path=~"/z"}',
    'load{job="a", path=~"/(x|y)"}',
  ]);
});

test("stretches of time are halved and doubled, offsets also left out", () => {
  expect(mutants("rate(load[5m] offset 1h)", "range")).toEqual([
    "rate(load[150s] offset 1h)",
    "rate(load[600s] offset 1h)",
    "rate(load[5m] )",
    "rate(load[5m] offset 1800s)",
    "rate(load[5m] offset 7200s)",
  ]);
});

test("set operations keep one side, with the parentheses around it", () => {
  expect(mutants("(a > 1 and b) or on (job) (c unless d)", "operand")).toEqual([
    "(a > 1 and b)",
    "(c unless d)",
    "(a > 1) or on (job) (c unless d)",
    "(a > 1 and b) or on (job) (c)",
  ]);
  expect(mutants("sum(a or b) and on (job) (c)", "operand")).toEqual([
    "sum(a or b)",
    "sum(a) and on (job) (c)",
    "sum(b) and on (job) (c)",
  ]);
});

test("label_replace is left out, and each of its texts becomes another", () => {
  const expr = 'label_replace(load, "to", "$1", "from", "(a|b)")';
  expect(mutants(expr, "function")).toEqual(["(load)"]);
  expect(mutants(expr, "label")).toEqual([
    'label_replace(load, "tox", "$1", "from", "(a|b)")',
    'label_replace(load, "to", "$1x", "from", "(a|b)")',
    'label_replace(load, "to", "$1", "fromx", "(a|b)")',
    'label_replace(load, "to", "$1", "from", "(a|b)x")',
    'label_replace(load, "to", "$1", "from", "(b)")',
    'label_replace(load, "to", "$1", "from", "(a)")',
  ]);
});

test("signs and arithmetic are turned round", () => {
  expect(mutants("-a * b + c", "operator")).toEqual(["a * b + c", "-a / b + c", "-a * b - c"]);
});

test("what is no PromQL has no mutants but an error", () => {
  expect(() => promqlEdits("sum(")).toThrow("not PromQL: sum(");
});
