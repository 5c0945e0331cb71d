import { beforeAll, describe, expect, test } from "@jest/globals";
import { brokenPromise } from "../../tools/src/faults/faults-page.ts";
import type { SeenByName } from "../../tools/src/faults/own-fault.ts";
import { ownFaults } from "../../tools/src/faults/own-faults.ts";
import { runFaults } from "../../tools/src/faults/run-faults.ts";

const { PROMETHEUS: prometheus = "", ALERTMANAGER: alertmanager = "" } = process.env;

describe("a fault of the stack itself is told, or stopped before it harms", () => {
  let seen: SeenByName;

  beforeAll(async () => {
    if (prometheus === "" || alertmanager === "") {
      throw new Error("PROMETHEUS and ALERTMANAGER are not set; run these tests with: npm test -- compiled");
    }
    seen = await runFaults({ prometheus, alertmanager });
  }, 600_000);

  test.each(ownFaults.filter(({ proven }) => proven === undefined))("$fault", (row) => {
    expect(brokenPromise(row, seen)).toBeUndefined();
  });

  test("and no run causes what is in no row", () => {
    const names = ownFaults.map(({ name }) => name);
    expect(Object.entries(seen).filter(([name]) => !names.includes(name))).toEqual([]);
  });
});
