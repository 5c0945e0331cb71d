import type { OwnFault, SeenByName } from "./own-fault.ts";
import { pace } from "./world.ts";
import { writtenOn } from "../this-machine.ts";

/** What does not hold of a fault, as a sentence; nothing if it is told or stopped as its row says. */
export function brokenPromise(row: OwnFault, seen: SeenByName): string | undefined {
  if (row.proven !== undefined) return undefined;
  const one = seen[row.name];
  return one === undefined ? "no run causes it" : one.wrong;
}

/** The faults as a Markdown table, with what was seen of those that were caused. */
export function faultsTable(rows: readonly OwnFault[], seen: SeenByName): string {
  const lines = rows.map((row) => {
    const wrong = brokenPromise(row, seen);
    const found = seen[row.name];
    const cells = [
      row.fault,
      row.caused,
      [
        ...row.told.map((alert) => `[${alert}](runbooks/${alert}.md)`),
        ...(row.stopped ? [row.stopped] : []),
      ].join(", "),
      row.proven
        ? row.proven.map(({ file, title }) => `[${title}](../${file})`).join(", ")
        : wrong === undefined
          ? `after ${(found?.seconds ?? 0).toFixed(0)} s`
          : `FAIL: ${wrong}`,
    ];
    return `| ${cells.join(" | ")} |`;
  });
  return [
    "| what is wrong | caused by | told by, or stopped by | seen |",
    "| --- | --- | --- | --- |",
    ...lines,
  ].join("\n");
}

/** docs/faults.md. */
export function faultsPage(rows: readonly OwnFault[], seen: SeenByName): string {
  return `# The stack's own faults

<!-- Written by \`npm run faults\`; do not edit. -->

Whoever watches can break, too. Each row is a fault of the stack itself that can happen while it runs. It is told by the alert that the row names, or stopped before it harms: nothing stays green and broken.

The rows with a number of seconds were caused by this run: a real Prometheus with the compiled configuration, which asks every second and evaluates the deployed rules ${pace} times faster than in reality (ten minutes are ${600 / pace} s; thresholds are as deployed), hands its alerts to a real Alertmanager with the compiled routes. It judges itself, as the dev stack's does: the seconds are those until the last alert had arrived there and nothing held it back. The other rows name the test or drill that causes them.

${faultsTable(rows, seen)}

${writtenOn()}
`;
}
