import { spawnSync } from "node:child_process";
import { expect, jest, test } from "@jest/globals";
import { repository } from "../../tools/src/repository.ts";
import { acme, runWithAcme } from "../own-rows.ts";

jest.setTimeout(300_000);

test("a team's own alert and recording are proven by what proves this project's", () => {
  expect(runWithAcme("test/compiled/rules.test.ts", "AcmeRefundsFail|acme_refund")).toEqual({
    "AcmeRefundsFail fires and stays quiet in promtool as its scenarios say": "passed",
    "service:acme_refund_failures:ratio_rate5m is what its scenarios say": "passed",
  });
});

test("the proofs are proven, too: no mutant of a team's rules lives", () => {
  const rules = [
    "AcmeRefundsFail",
    "service:acme_refunds:rate5m",
    "service:acme_refund_failures:ratio_rate5m",
  ];
  const { status, stdout } = spawnSync(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", "tools/src/main.ts", "mutate", ...rules],
    { cwd: repository, encoding: "utf8", env: { ...process.env, NODE_OPTIONS: "", ...acme } },
  );
  expect(stdout).toMatch(/^[1-9]\d+ mutants: \d+ killed, 0 equivalent, 0 alive$/m);
  expect(status).toBe(0);
});
