import { expect, test } from "@jest/globals";
import { ampInterval, ampProblems } from "../src/index.ts";

test.each([
  ["5s", "30s"],
  ["30s", "30s"],
  ["1m", "1m"],
] as const)("a group that wants %s is evaluated every %s in AMP", (wanted, got) => {
  expect(ampInterval(wanted)).toBe(got);
});

test("a rule file over AMP's size is a problem that says what to do", () => {
  expect(ampProblems("big", "x".repeat(1_000_001))).toEqual([
    "rule namespace big has 1000001 bytes; amp takes at most 1000000: split it",
  ]);
  expect(ampProblems("small", "x")).toEqual([]);
});
