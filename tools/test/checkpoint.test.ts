import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "@jest/globals";
import { checkpointFile, mendCheckpoint } from "../src/checkpoint.ts";
import type { Home } from "../src/home.ts";

const whole = '{"version": 3}';

/** A home with these files in its state; `undefined` writes none. */
function homeWith(current: string | undefined, last: string | undefined, lockPid?: number): Home {
  const folder = mkdtempSync(join(tmpdir(), "monitoring-checkpoint-"));
  const state = join(folder, "state");
  const home = { folder, state, passphraseFile: "", settings: "", lastTracked: "", settled: "" };
  const file = checkpointFile(home);
  mkdirSync(dirname(file), { recursive: true });
  if (current !== undefined) writeFileSync(file, current);
  if (last !== undefined) writeFileSync(`${file}.bak`, last);
  if (lockPid !== undefined) {
    const locks = join(state, ".pulumi/locks/organization/monitoring/dev");
    mkdirSync(locks, { recursive: true });
    writeFileSync(join(locks, "a.json"), JSON.stringify({ pid: lockPid, hostname: hostname() }));
  }
  return home;
}

const content = (home: Home): string | undefined =>
  existsSync(checkpointFile(home)) ? readFileSync(checkpointFile(home), "utf8") : undefined;

test.each([
  ["a whole record stays", whole, '{"version": 2}', false, whole],
  ["half a record gives way to the last whole one", '{"vers', whole, true, whole],
  ["an empty record gives way to the last whole one", "", whole, true, whole],
  ["a missing record comes back", undefined, whole, true, whole],
  ["without a whole one there is none", "", "", true, undefined],
  ["a new clone is left alone", undefined, undefined, false, undefined],
])("%s", (_what, current, last, mended, expected) => {
  const home = homeWith(current, last);
  expect(mendCheckpoint(home)).toBe(mended);
  expect(content(home)).toBe(expected);
});

test("an empty file of attributes goes, a written one stays", () => {
  const home = homeWith(whole, whole);
  const file = checkpointFile(home);
  writeFileSync(`${file}.attrs`, "");
  writeFileSync(`${file}.bak.attrs`, "{}");
  expect(mendCheckpoint(home)).toBe(true);
  expect([existsSync(`${file}.attrs`), existsSync(`${file}.bak.attrs`)]).toEqual([false, true]);
  expect(content(home)).toBe(whole);
  expect(mendCheckpoint(home)).toBe(false);
});

test("nothing is touched while an update is under way", () => {
  const home = homeWith(undefined, whole, process.pid);
  expect(mendCheckpoint(home)).toBe(false);
  expect(content(home)).toBeUndefined();
});
