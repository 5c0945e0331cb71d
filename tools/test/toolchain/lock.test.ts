import { execFile } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { withLock } from "../../bootstrap/lock.mjs";
import { publish } from "../../bootstrap/publish.mjs";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lock-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test("the lock of a dead process is taken over", async () => {
  const lock = join(folder, "lock");
  writeFileSync(lock, "4194303 12345");
  await expect(withLock(lock, () => Promise.resolve("mine"))).resolves.toBe("mine");
  expect(existsSync(lock)).toBe(false);
});

test("ten processes that count at once lose no count", async () => {
  const module = join(import.meta.dirname, "../../bootstrap/lock.mjs");
  const counter = join(folder, "counter");
  writeFileSync(counter, "0");
  const program = `
    import { readFileSync, writeFileSync } from "node:fs";
    import { setTimeout } from "node:timers/promises";
    import { withLock } from ${JSON.stringify(module)};
    await withLock(${JSON.stringify(join(folder, "lock"))}, async () => {
      const count = Number(readFileSync(${JSON.stringify(counter)}, "utf8"));
      await setTimeout(20);
      writeFileSync(${JSON.stringify(counter)}, String(count + 1));
    });`;
  const run = () => promisify(execFile)(process.execPath, ["--input-type=module", "-e", program]);
  await Promise.all(Array.from({ length: 10 }, run));
  expect(readFileSync(counter, "utf8")).toBe("10");
});

test("a result appears whole, and what a killed run left beside it goes away", async () => {
  const target = join(folder, "tool");
  mkdirSync(`${target}.unfinished-4194303`);
  await publish(target, async (temporary) => {
    await Promise.resolve();
    expect(existsSync(target)).toBe(false);
    writeFileSync(temporary, "built");
  });
  expect(readdirSync(folder)).toEqual(["tool"]);
  await expect(
    publish(join(folder, "other"), (temporary) => {
      writeFileSync(temporary, "half");
      return Promise.reject(new Error("broken off"));
    }),
  ).rejects.toThrow("broken off");
  expect(readdirSync(folder)).toEqual(["tool"]);
});
