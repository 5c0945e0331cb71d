import { expect, test } from "@jest/globals";
import { alertsOf, ruleGroups } from "../src/index.ts";

// A number that no expression holds by itself.
const marker = 987654.25;

test("every alert says on which side of its threshold it is bad, as its expression compares", () => {
  const compared = alertsOf(ruleGroups).flatMap((alert) => {
    if (alert.threshold === undefined) return [];
    const [, operator] =
      new RegExp(`([<>])=? (?:[\\d.]+ \\* )?${marker}`).exec(alert.expr(marker).text) ?? [];
    return [{ name: alert.name, operator, bad: alert.threshold.bad ?? "above" }];
  });
  expect(compared.length).toBeGreaterThan(20);
  expect(compared.filter(({ operator, bad }) => operator !== (bad === "above" ? ">" : "<"))).toEqual([]);
});
