import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { bundle } from "../src/bundle.ts";

test("the bundle is one file with the same bytes every time, and starts by itself", async () => {
  const [once, again] = await Promise.all([bundle(), bundle()]);
  expect(Buffer.from(once).equals(again)).toBe(true);
  const folder = await mkdtemp(join(tmpdir(), "demo-"));
  try {
    const program = join(folder, "demo.mjs");
    await writeFile(program, once);
    const run = (...args: string[]): string =>
      spawnSync(process.execPath, [program, ...args], { encoding: "utf8" }).stderr;
    expect(run("waiter")).toBe(
      'the role is "waiter"; allowed: server, load, integrations, props, inbox; start one: node demo.mjs <role> [--config FILE]\n',
    );
    const config = join(folder, "inbox.json");
    await writeFile(config, "{}");
    expect(run("inbox", "--config", config)).toContain(
      "  pagerduty is missing; allowed: an object; set it\n",
    );
  } finally {
    await rm(folder, { recursive: true });
  }
});
