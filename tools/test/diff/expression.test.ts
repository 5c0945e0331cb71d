import { describe, expect, test } from "@jest/globals";
import { expressionFacts, inLines } from "../../src/diff/changes/expression-change.ts";

describe("a changed condition", () => {
  test.each([
    ["a > 1", "a > 2", "later", "needs more to fire: `> 1` → `> 2`"],
    ["a > 2", "a > 1", "louder", "needs less to fire: `> 2` → `> 1`"],
    ["a < 5", "a < 6", "louder", "needs less to fire: `< 5` → `< 6`"],
    ["a <= 5", "a <= 4", "later", "needs more to fire: `<= 5` → `<= 4`"],
    ["5 < a", "6 < a", "later", "needs more to fire: `5` → `6`"],
    ["a > 14.4 * 0.001", "a > 14.4 * 0.002", "later", "needs more to fire: `0.001` → `0.002`"],
    ["a > 20 / 300", "a > 20 / 600", "louder", "needs less to fire: `300` → `600`"],
    [
      "(a > 1) and b > 3",
      "(a > 2) and b > 4",
      "later",
      "needs more to fire: `> 1` → `> 2` and `> 3` → `> 4`",
    ],
    ["a > 1 and b > 3", "a > 2 and b > 2", "unclear", "has other numbers: `> 1` → `> 2` and `> 3` → `> 2`"],
    ["a == 0", "a == 1", "unclear", "has other numbers: `== 0` → `== 1`"],
    ["a unless b > 1", "a unless b > 2", "unclear", "has other numbers: `> 1` → `> 2`"],
    ["absent(a > 1)", "absent(a > 2)", "unclear", "has other numbers: `> 1` → `> 2`"],
    ["a > b * 2", "a > b * 3", "unclear", "has other numbers: `2` → `3`"],
    ["rate(a[5m]) > 1", "rate(a[10m]) > 1", "unclear", "fires under another condition"],
    ["a > 1 and (b > 1 or c > 1)", "(a > 1 and b > 1) or c > 1", "unclear", "fires under another condition"],
    ['a{b="c"} > 1', 'a{b="d"} > 1', "unclear", "fires under another condition"],
    ["a > 1", "this is not PromQL (", "unclear", "fires under another condition"],
  ])("from %s to %s is %s", (before, after, risk, says) => {
    expect(expressionFacts(before, after)).toEqual([{ risk, says }]);
  });

  test("is none where only spaces and comments differ", () => {
    expect(expressionFacts("a  >  1", "a > 1 # comment")).toEqual([]);
  });

  test("stands on a line per condition", () => {
    expect(inLines("a > 1 and on (x) b < 2 or (c unless d)")).toBe(
      "a > 1\nand on (x) b < 2\nor (c\nunless d)",
    );
  });
});
