import { expect, test } from "@jest/globals";
import { ruleMutants } from "../../src/mutation/index.ts";

const alert = {
  alert: "TooMuchLoad",
  expr: "load",
  for: "5m",
  labels: { severity: "high" },
  annotations: { summary: "s" },
};

test("an alert's durations, severity and label are made wrong, one at a time", () => {
  expect(ruleMutants(alert).map(({ kind, change }) => [kind, change])).toEqual([
    ["for", "for: 5m → 0s"],
    ["for", "for: 5m → 150s"],
    ["for", "for: 5m → 600s"],
    ["for", "keep_firing_for: 0s → 3600s"],
    ["severity", "severity: high → info"],
    ["label", "severity left out"],
  ]);
  expect(ruleMutants(alert).map(({ mutated }) => mutated)).toContainEqual({ ...alert, labels: {} });
});

test("the same change in another place has another name", () => {
  const made = ruleMutants({ record: "r", expr: "a + b + c" });
  expect(made.map(({ rule, change }) => [rule, change])).toEqual([
    ["r", "+ → -"],
    ["r", "+ → - (2)"],
  ]);
  expect(made.map(({ mutated }) => mutated.expr)).toEqual(["a - b + c", "a + b - c"]);
});
