import { markdownTable, type Duration } from "@monitoring/collection";
import type { PanelQuery } from "./panel-queries.ts";

/** How long Prometheus took for a query. */
export interface QueryTime extends PanelQuery {
  /** The middle one of three. */
  readonly ms: number;
  /** Milliseconds of processor time, which do not grow when others use the machine; the mean of three. */
  readonly processorMs: number;
  /** Series of the answer. */
  readonly series: number;
}

/** No query may take longer, in milliseconds. */
export const bound = 200;

/** Those that take longer than they may. */
export function tooSlow(times: readonly QueryTime[]): readonly QueryTime[] {
  return times.filter(({ ms }) => ms > bound);
}

/** Each range in a line, then the ten slowest queries, as Markdown. */
export function queryReport(times: readonly QueryTime[]): string {
  return `${rangesTable(times)}\nThe ten slowest:\n\n${slowestTable(times)}`;
}

function rangesTable(times: readonly QueryTime[]): string {
  const rows = [...Map.groupBy(times, ({ range }) => range)].map(([range, own]) => rangeRow(range, own));
  return markdownTable(
    ["range", "queries", "median in ms", "slowest in ms", "most processor time in ms", `over ${bound} ms`],
    rows,
  );
}

function rangeRow(range: Duration, times: readonly QueryTime[]): readonly string[] {
  const sorted = times.map(({ ms }) => ms).sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const busiest = Math.max(...times.map(({ processorMs }) => processorMs));
  const numbers = [median, sorted.at(-1) ?? 0, busiest].map((value) => value.toFixed(0));
  return [range, String(times.length), ...numbers, String(tooSlow(times).length)];
}

function slowestTable(times: readonly QueryTime[]): string {
  const slowest = times.toSorted((a, b) => b.ms - a.ms).slice(0, 10);
  const rows = slowest.map(({ dashboard, panel, range, step, series, ms, processorMs }) => [
    `${dashboard}: ${panel}`,
    range,
    step === undefined ? "at once" : `${step} s`,
    String(series),
    ms.toFixed(0),
    processorMs.toFixed(0),
  ]);
  return markdownTable(["dashboard: panel", "range", "step", "series", "ms", "processor time in ms"], rows);
}
