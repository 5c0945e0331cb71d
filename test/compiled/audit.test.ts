import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readFile, type FileKind } from "@monitoring/alerting/audit";
import { afterAll, describe, expect, test } from "@jest/globals";
import { badFiles, soundFiles, type Row } from "../../packages/alerting/test/audit/corpus.ts";
import { amtool, promtool, write, type Verdict } from "./tools.ts";

const folder = mkdtempSync(join(tmpdir(), "monitoring-audit-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

// Without the flag for it, promtool refuses the native histogram functions and the like.
const asked: Partial<Record<FileKind, (path: string) => Verdict>> = {
  rules: (path) => promtool("check", "rules", path),
  "rule-tests": (path) => promtool("test", "rules", path),
  prometheus: (path) => promtool("check", "config", path),
  web: (path) => promtool("check", "web-config", path),
  alertmanager: (path) => amtool("check-config", path),
};

/** What the tool for its kind says of a file; undefined where there is no tool for it. */
function verdict(row: Row, name: string): Verdict | undefined {
  const { kind } = readFile("file.yml", row.file);
  const ask = kind === undefined ? promtoolOfAll : asked[kind];
  for (const [path, text] of Object.entries(row.beside))
    write(join(folder, name, path), text || placeholderOf(path));
  const path = join(folder, name, "file.yml");
  write(path, row.file);
  return ask?.(path);
}

// An empty rule file or one of unknown kind is taken for rules, as promtool's own users would.
const promtoolOfAll = (path: string): Verdict => promtool("check", "rules", path);

function placeholderOf(path: string): string {
  return `${path}\n`;
}

describe("what the audit calls sound, promtool and amtool take:", () => {
  const tried = soundFiles.filter(({ untried }) => untried === undefined);
  test.each(tried.map((row, i) => [row.what, row, `sound-${i}`] as const))("%s", (_, row, name) => {
    const said = verdict(row, name);
    if (said !== undefined) expect(said).toEqual({ ok: true, output: said.output });
  });
});

test("of what the audit refuses, promtool and amtool take about half", () => {
  const taken = badFiles.filter((row, i) => verdict(row, `bad-${i}`)?.ok === true);
  process.stdout.write(
    `   promtool and amtool take ${taken.length} of ${badFiles.length} files with mistakes:\n` +
      taken.map(({ what }) => `     ${what}\n`).join(""),
  );
  expect(taken.length).toBeGreaterThan(badFiles.length / 3);
});
