import { expect, jest, test } from "@jest/globals";
import { runWithAcme } from "../own-rows.ts";

jest.setTimeout(300_000);

test("a team's own alert is proven by what proves this project's: it fires, stays quiet, and no mutant survives", () => {
  const results = runWithAcme("test/compiled/rules.test.ts", "AcmeRefundsFail");
  const names = Object.keys(results);
  expect(names).toContainEqual(expect.stringContaining("AcmeRefundsFail fires and stays quiet in promtool"));
  expect(names.filter((name) => name.includes("the proof catches")).length).toBeGreaterThan(2);
  expect(new Set(Object.values(results))).toEqual(new Set(["passed"]));
});
