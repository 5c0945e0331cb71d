import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { outageCases, type OutageCase } from "../../tools/src/outage/cases.ts";
import { broken, outageTable, type Measured } from "../../tools/src/outage/outage-table.ts";
import { runCase } from "../../tools/src/outage/run-case.ts";
import { alertsTold } from "../../tools/src/outage/told.ts";

// Ten minutes take forty seconds; a scrape is every second.
const speed = 15;
const { PROMETHEUS: program = "", PROMTOOL: promtool = "" } = process.env;
const cases = outageCases.filter(({ long }) => long !== true);

describe("between two collectors and a receiver that behaves as AMP does", () => {
  const measured = new Map<string, Measured>();

  beforeAll(async () => {
    if (program === "" || promtool === "") {
      throw new Error("PROMETHEUS and PROMTOOL are not set; run these tests with: npm test -- compiled");
    }
    await Promise.all(
      cases.map(async (row) => {
        const outcome = await runCase(row, { program, speed });
        measured.set(row.name, { row, outcome, told: alertsTold(promtool, outcome.up, speed) });
      }),
    );
  }, 300_000);
  afterAll(() => {
    process.stdout.write(`${outageTable([...measured.values()], speed)}\n`);
  });

  test.each(cases.map((row) => ({ ...row, promised: promised(row) })))("$promised when $when", ({ name }) => {
    const one = measured.get(name);
    expect(one?.outcome.stored).toBeGreaterThan(10);
    expect(one && broken(one, speed)).toEqual([]);
  });
});

function promised({ promise: { atMost, told } }: OutageCase): string {
  const lost = atMost === 0 ? "nothing is lost" : `at most ${atMost ?? "any number of"} scrapes are lost`;
  return [...(atMost === undefined ? [] : [lost]), ...(told ? ["an alert tells what is lost"] : [])].join(
    " and ",
  );
}
