import type { DrillResult } from "./drill-result.ts";
import type { Undrilled } from "./plan.ts";

/** A run of drills, for people and for programs. */
export interface DrillReport {
  readonly at: string;
  /** From the first word to the last. */
  readonly seconds: number;
  readonly machine: string;
  readonly results: readonly DrillResult[];
  readonly undrilled: readonly Undrilled[];
}

const header = [
  "alert",
  "severity",
  "judge",
  "firing",
  "notified",
  "predicted",
  "resolved",
  "told",
  "verdict",
];

/** The report as lines for a terminal. */
export function reportText({ results, seconds }: DrillReport): string {
  const rows = [header, ...results.map(cells)];
  const widths = header.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  const passed = results.filter((result) => verdict(result) === "pass").length;
  const sum = passed === results.length ? `all ${passed} passed` : `${passed} of ${results.length} passed`;
  return `${lines.join("\n")}\n\n${sum}, in ${Math.round(seconds)} s\n`;
}

/** The report as a page. */
export function reportPage(report: DrillReport): string {
  const { results, undrilled } = report;
  const passed = results.filter((result) => verdict(result) === "pass").length;
  const table = (rows: readonly (readonly string[])[]): string =>
    rows.map((row) => `| ${row.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`).join("\n");
  const rule = (columns: number): string[] => Array.from({ length: columns }, () => "---");
  const link = (alert: string): string => `[${alert}](runbooks/${alert}.md)`;
  return `# Drill

<!-- Written by \`npm run drill -- --write\`; do not edit. -->

Each fault was caused on a running dev stack, the notification waited for in the inbox, the fault undone, and the notice of that waited for, on ${report.at.slice(0, 10)}, ${report.machine}: ${passed} of ${results.length} passed, in ${Math.round(report.seconds)} s.

Seconds: *firing* from the fault to the alert, *notified* from there to the last receiver, *predicted* the most that both together may take (until the fault shows, and then the bound of the rule as it is judged), *resolved* from the fault's end to the last receiver's notice. *Judge* is who evaluates the rule: the stack's own Prometheus, in real time and as deployed, or the drill's, which asks the same targets every second and for which time runs so many times faster (every window, offset and \`for\` is that much shorter). Alerts with long windows remember a drill: the stack's own burn rates, deadlocks and slow statements fire for a while after it, and \`npm run drill\` says which. Both send to the stack's own Alertmanager, which waits as long as it does in an emergency before it tells anyone.

${table([header, rule(header.length), ...results.map((result) => cells(result).map((cell, i) => (i === 0 ? link(cell) : cell)))])}

## What was done

${table([["fault", "what was done", "alerts"], rule(3), ...faultRows(results)])}

## What was changed for the drill

${table([["alert", "what and why"], rule(2), ...changeRows(results)])}

## What was not drilled

${table([["alert", "why"], rule(2), ...undrilled.map(({ alert, why }) => [link(alert), why])])}
`;
}

/** What is to be said of a drill. */
export function verdict({ problem, late }: DrillResult): string {
  if (problem !== undefined) return `FAIL: ${problem}`;
  return late ? "FAIL: later than predicted" : "pass";
}

function cells(result: DrillResult): string[] {
  const { drill, firingSeconds, notifiedSeconds, resolvedSeconds, boundSeconds, told } = result;
  const number = (value: number | undefined): string => (value === undefined ? "-" : value.toFixed(1));
  return [
    drill.alert,
    drill.severity,
    drill.pace === undefined ? "stack" : `×${drill.pace}`,
    number(firingSeconds),
    number(notifiedSeconds),
    number(boundSeconds),
    number(resolvedSeconds),
    told.join(", ") || "nobody",
    verdict(result),
  ];
}

function faultRows(results: readonly DrillResult[]): readonly (readonly string[])[] {
  const faults = [...new Set(results.map(({ drill }) => drill.fault))];
  return faults.map((fault) => {
    const same = results.filter(({ drill }) => drill.fault === fault);
    return [fault, same[0]?.says ?? "", same.map(({ drill }) => drill.alert).join(", ")];
  });
}

function changeRows(results: readonly DrillResult[]): readonly (readonly string[])[] {
  return results.flatMap(({ drill }) => (drill.change ? [[drill.alert, drill.change.why]] : []));
}
