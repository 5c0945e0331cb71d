import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { repository } from "../src/repository.ts";

const program = join(repository, "tools/src/main.ts");

test.each([
  [
    ["status", "--bogus"],
    1,
    "error: Unknown option '--bogus'; npm run status: whether the dev stack is well; --json",
  ],
  [
    ["doctor", "x"],
    1,
    "error: Unexpected argument 'x'; npm run doctor: what this machine means for the stack",
  ],
  [
    ["bench", "--runs"],
    1,
    "error: Option '--runs <value>' argument missing; npm run bench: measure beside compose",
  ],
  [["stats"], 2, 'there is no command "stats"; there are'],
])("arguments %j are answered in one sentence", (args, code, sentence) => {
  const { status, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: "utf8" });
  expect([status, stderr.trim()]).toEqual([code, expect.stringContaining(sentence)]);
  expect(stderr).not.toContain("\n    at ");
});
