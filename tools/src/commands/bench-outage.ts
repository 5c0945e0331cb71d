import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { nearest } from "@monitoring/collection";
import { outageCases, type OutageCase } from "../outage/cases.ts";
import { broken, outageTable, type Measured } from "../outage/outage-table.ts";
import { runCase } from "../outage/run-case.ts";
import { alertsTold } from "../outage/told.ts";
import { prepare } from "../prepare.ts";
import { repository } from "../repository.ts";
import { writtenOn } from "../this-machine.ts";
import { UserError } from "../user-error.ts";

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/**
 * Counts what is lost between the collectors and AMP when something goes wrong. `--speed 1` takes as long as the
 * outages do; `--write` keeps the table in docs/outage.md.
 */
export async function run(args: readonly string[]): Promise<number> {
  const { cases, speed, write } = options(args);
  // Agents end with this process, if it ends in a way that it notices.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));
  const { tools } = await prepare({ yes: false });
  say(`${cases.length} cases side by side, ${speed} times faster than in reality`);
  const settled = await Promise.allSettled(
    cases.map(async (row): Promise<Measured> => {
      const outcome = await runCase(row, { program: tools.prometheus, speed });
      say(`  ${row.name}: ${outcome.lost} lost`);
      return { row, outcome, told: alertsTold(tools.promtool, outcome.up, speed) };
    }),
  );
  const measured = settled.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  const failed = settled.flatMap((one, i) =>
    one.status === "rejected" ? [`${cases[i]?.name ?? ""} was not measured: ${String(one.reason)}`] : [],
  );
  const table = outageTable(measured, speed);
  say(`\n${table}`);
  if (write && failed.length === 0) writeFileSync(join(repository, "docs/outage.md"), page(table, speed));
  const wrong = [
    ...failed,
    ...measured.flatMap((one) => broken(one, speed).map((text) => `${one.row.name}: ${text}`)),
  ];
  for (const text of wrong) say(`\n${text}`);
  return wrong.length === 0 ? 0 : 1;
}

function options(args: readonly string[]): {
  readonly cases: readonly OutageCase[];
  readonly speed: number;
  readonly write: boolean;
} {
  const { values } = parseArgs({
    args: [...args],
    options: {
      speed: { type: "string", default: "15" },
      case: { type: "string" },
      write: { type: "boolean", default: false },
    },
  });
  const speed = Number(values.speed);
  if (!(speed >= 1 && speed <= 30)) {
    throw new UserError(`--speed is ${values.speed}; it must be a number from 1 (as in reality) to 30`);
  }
  const cases = outageCases.filter(({ name }) => values.case === undefined || name === values.case);
  if (cases.length === 0) {
    const names = outageCases.map(({ name }) => name);
    const meant = nearest(values.case ?? "", names);
    throw new UserError(
      `there is no case "${values.case ?? ""}"; ${meant ? `did you mean ${meant}?` : `there are ${names.join(", ")}`}`,
    );
  }
  return { cases, speed, write: values.write };
}

function page(table: string, speed: number): string {
  return `# What is lost in an outage

Two collectors scrape the same and send it to AMP, which keeps the samples of one and takes the other's once that one has been silent for 30 s. This is what \`npm run bench-outage -- --speed ${speed} --write\` counted: real Prometheus 3.14 in agent mode with the compiled configuration, in front of a receiver of the project's own that checks signatures, elects, and refuses as AMP's user guide says. AMP itself was not there.

Every answer of the scraped target carries a number, so that each sample is accounted for; a scrape is every 15 s. Two collectors ask at different moments of these: where one takes over from the other, up to 30 s may lie between two samples, which is no scrape lost. ${speed === 1 ? "All times are real ones." : `Every interval, deadline and limit was ${speed} times shorter than in reality, which rounds the holes.`} That a new task takes a minute to run is an assumption. "Told by" is what the rules, as AMP has them, make of the samples that were stored in the end.

${table}

What follows from it:

- While AMP is away, throttles or fails, the collectors keep what they have for 55 minutes and send it again. They send nothing that is older, because AMP refuses what is older than an hour. If AMP hears the other replica first afterwards, a scrape or two may be missing where it changes over; a hole that shows as less than 20 s in what is asked every 5 s is told by nobody.
- Leave both collectors running during an outage. One that starts anew has nothing of the time before, and if AMP hears it first, it drops what the other one kept.
- A collector that is lost while its samples are the ones that are kept leaves a hole of up to a minute, however well the other one is: AMP drops the other's samples for 30 s, and what either had not sent yet comes on top. The exporter that is asked every 5 s tells of each hole of 20 s and more.
- A change of the collectors loses nothing, because the new one of a replica collects before the old one stops, and AMP takes both for the same.
- What AMP refuses for good (400, 403) is lost on both at once.

${writtenOn()}
`;
}
