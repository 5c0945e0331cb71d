import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { openJournal } from "../../src/drill/journal.ts";

const path = (): string => join(mkdtempSync(join(tmpdir(), "monitoring-journal-")), "drill", "journal");
const faults = (file: string): string[] =>
  openJournal(file)
    .entries()
    .map(({ fault }) => fault);

test("a fault is on disk before it is caused, and another run finds it", () => {
  const file = path();
  openJournal(file).add("server-stopped");
  expect(readFileSync(file, "utf8")).toMatch(/^\{"fault":"server-stopped","since":"\d{4}-.*"\}\n$/);
  expect(faults(file)).toEqual(["server-stopped"]);
});

test("what is undone is gone, the rest stays", () => {
  const file = path();
  const journal = openJournal(file);
  journal.add("server-stopped");
  journal.add("deadlock");
  journal.remove("server-stopped");
  expect(faults(file)).toEqual(["deadlock"]);
});

test("a fault that is caused twice is undone once", () => {
  const file = path();
  openJournal(file).add("deadlock");
  openJournal(file).add("deadlock");
  expect(faults(file)).toEqual(["deadlock"]);
});

test("without a file, and with a line that was cut off, there is only what is whole", () => {
  const file = path();
  const journal = openJournal(file);
  expect(journal.entries()).toEqual([]);
  writeFileSync(file, '{"fault":"deadlock","since":"2026-01-31T12:00:00Z"}\n{"fault":"serv');
  expect(faults(file)).toEqual(["deadlock"]);
});
