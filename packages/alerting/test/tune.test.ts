import { expect, test } from "@jest/globals";
import { alertsOf, compileRules, ruleGroups, tune } from "../src/index.ts";

const options = { runbookBaseUrl: "docs/runbooks" };
const compiled = (tunings: Parameters<typeof tune>[1]) =>
  tune(ruleGroups, tunings).flatMap((group) =>
    compileRules(group, options).groups.flatMap(({ rules }) => rules),
  );
const rule = (name: string, tunings: Parameters<typeof tune>[1]) =>
  compiled(tunings).find((one) => "alert" in one && one.alert === name);

test("an alert that is switched off is not compiled, and every other is", () => {
  expect(compiled({ McpServerDown: { enabled: false } })).toHaveLength(compiled({}).length - 1);
  expect(rule("McpServerDown", { McpServerDown: { enabled: false } })).toBeUndefined();
});

test("an alert waits as long as the configuration says", () => {
  expect(rule("McpServerDown", { McpServerDown: { for: "2m" } })).toMatchObject({ for: "2m" });
});

test("every threshold reaches its expression", () => {
  for (const { name, threshold } of alertsOf(ruleGroups)) {
    if (threshold === undefined) continue;
    expect([name, rule(name, { [name]: { threshold: 123_456_789 } })?.expr]).toEqual([
      name,
      expect.stringMatching(/123456789|1.23456789e/),
    ]);
  }
});

test("without a word about it, nothing changes", () => {
  expect(tune(ruleGroups, {})).toEqual(ruleGroups);
});
