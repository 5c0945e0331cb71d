import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { brokenPromise, faultsPage, faultsTable } from "../faults/faults-page.ts";
import { ownFaults } from "../faults/own-faults.ts";
import { runFaults } from "../faults/run-faults.ts";
import { prepare } from "../prepare.ts";
import { repository } from "../repository.ts";
import { step } from "../toolchain/index.ts";

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Causes what can go wrong with the stack itself, and keeps what was seen in docs/faults.md. */
export async function run(): Promise<number> {
  // What was started ends with this process, if it ends in a way that it notices.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));
  const { tools } = await prepare({ yes: false });
  const seen = await step("causing faults side by side", 180, () => runFaults(tools));
  say(`\n${faultsTable(ownFaults, seen)}`);
  writeFileSync(join(repository, "docs/faults.md"), faultsPage(ownFaults, seen));
  const names = ownFaults.map(({ name }) => name);
  const brokenOff = Object.entries(seen).flatMap(([name, { wrong }]) =>
    names.includes(name) ? [] : `${name}: ${wrong}`,
  );
  const wrong = [...brokenOff, ...ownFaults.flatMap((row) => brokenPromise(row, seen) ?? [])];
  for (const text of wrong) say(`\n${text}`);
  return wrong.length === 0 ? 0 : 1;
}
