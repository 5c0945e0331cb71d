import { readFileSync } from "node:fs";
import { join } from "node:path";
import { alertsOf, ruleGroups } from "@monitoring/alerting";
import { describe, expect, test } from "@jest/globals";
import { brokenPromise, faultsTable } from "../src/faults/faults-page.ts";
import type { OwnFault } from "../src/faults/own-fault.ts";
import { ownFaults } from "../src/faults/own-faults.ts";
import { repository } from "../src/repository.ts";

const read = (path: string): string => readFileSync(join(repository, path), "utf8");

describe("the table of the stack's own faults", () => {
  test("names alerts that exist", () => {
    const alerts = alertsOf(ruleGroups).map(({ name }) => name);
    expect(ownFaults.flatMap(({ told }) => told).filter((name) => !alerts.includes(name))).toEqual([]);
  });

  test("has no name twice, and for each fault somebody who tells it or something that stops it", () => {
    expect(new Set(ownFaults.map(({ name }) => name)).size).toBe(ownFaults.length);
    expect(ownFaults.filter(({ told, stopped }) => told.length === 0 && stopped === undefined)).toEqual([]);
  });

  test("names proofs that exist", () => {
    const missing = ownFaults
      .flatMap(({ proven = [] }) => proven)
      .filter(({ file, title }) => !read(file).includes(title));
    expect(missing).toEqual([]);
  });

  test("is in docs/faults.md as last run, and each of its rows held", () => {
    const page = read("docs/faults.md");
    expect(ownFaults.filter(({ fault, caused }) => !page.includes(`| ${fault} | ${caused} |`))).toEqual([]);
    expect(page).not.toContain("FAIL");
  });
});

describe("a row", () => {
  const row: OwnFault = { name: "one", fault: "it breaks", caused: "it is hit", told: ["TargetDown"] };

  test("shows after how long it was told", () => {
    expect(faultsTable([row], { one: { seconds: 7.4 } }).split("\n")[2]).toBe(
      "| it breaks | it is hit | [TargetDown](runbooks/TargetDown.md) | after 7 s |",
    );
  });

  test("fails where no run causes it, or its alert did not come", () => {
    expect(brokenPromise(row, {})).toBe("no run causes it");
    expect(faultsTable([row], { one: { seconds: 90, wrong: "it did not come" } })).toContain(
      "FAIL: it did not come",
    );
  });

  test("that another test causes names it", () => {
    const proven = [{ file: "test/a.test.ts", title: "is told" }];
    expect(faultsTable([{ ...row, proven }], {})).toContain("| [is told](../test/a.test.ts) |");
  });
});
