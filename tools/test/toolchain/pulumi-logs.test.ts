import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { withoutLogs } from "../../src/toolchain/pulumi-logs.ts";

test("Pulumi's home has no folder for logs, and what was in it is gone", () => {
  const home = mkdtempSync(join(tmpdir(), "monitoring-home-"));
  const logs = join(home, "logs");
  mkdirSync(logs);
  writeFileSync(join(logs, "old.log"), "");
  withoutLogs(home);
  withoutLogs(home);
  expect(readFileSync(logs, "utf8")).toContain("npm run pulumi -- preview --stack dev -v=9 --logtostderr");
  // What the CLI does first, and takes as a reason to go on without a log.
  expect(() => mkdirSync(logs, { recursive: true })).toThrow("EEXIST");
  rmSync(home, { recursive: true });
});

test("a home that is not there yet is made without it", () => {
  const parent = mkdtempSync(join(tmpdir(), "monitoring-home-"));
  withoutLogs(join(parent, "home"));
  expect(readFileSync(join(parent, "home/logs"), "utf8")).not.toBe("");
  rmSync(parent, { recursive: true });
});
