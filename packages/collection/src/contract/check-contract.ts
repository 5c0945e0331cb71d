import type { Metric } from "../metric.ts";
import { nearest } from "../nearest.ts";
import { parsePromql } from "../parse-promql.ts";
import { knownSeries, type Contract, type KnownSeries } from "./known-series.ts";
import type { Exposition } from "./parse-exposition.ts";
import { unknownReads, type UnknownRead } from "./unknown-reads.ts";

/** A PromQL text and who evaluates it, e.g. `alert HighErrorRate` or `panel "Requests" of mcp-server-overview`. */
export interface Reader {
  readonly owner: string;
  readonly text: string;
}

/** Every metric and label that a text reads and nothing exposes, as sentences. */
export function contractProblems(readers: readonly Reader[], contract: Contract): string[] {
  const known = knownSeries(contract);
  return readers.flatMap((reader) => readerProblems(reader, known));
}

function readerProblems({ owner, text }: Reader, known: KnownSeries): string[] {
  const parsed = parsePromql(text);
  const [error] = parsed.errors;
  if (error !== undefined) return [`${owner}: not PromQL at character ${String(error)}: ${text}`];
  return unknownReads(parsed, known).map((read) => `${owner} ${sentence(read)}`);
}

function sentence(read: UnknownRead): string {
  switch (read.kind) {
    case "metric":
      return `reads ${read.metric}, which nothing exposes${meant(read.meant)}`;
    case "label":
      return `selects ${read.metric} by ${read.label}, a label that it never has${meant(read.meant)}`;
    case "grouping":
      return `groups by ${read.label}, which none of ${read.metrics.join(", ")} has`;
  }
}

function meant(word: string | undefined): string {
  return word === undefined ? "" : `; did you mean ${word}?`;
}

/** Every way in which a declared metric differs from what its exporter really exposes, as sentences. */
export function declarationProblems(
  exporter: string,
  declared: readonly Metric[],
  exposed: Exposition,
): string[] {
  return declared.flatMap((metric) => {
    const series = metric.type === "histogram" ? `${metric.name}_bucket` : metric.name;
    const real = exposed.get(series);
    if (!real) return [`${exporter} does not expose ${series}${meant(nearest(series, [...exposed.keys()]))}`];
    const type = metric.type === "histogram" ? "counter" : metric.type;
    const labels = metric.labels.filter((label) => !real.labels.has(label));
    return [
      ...(real.type === type || real.type === "untyped"
        ? []
        : [`${exporter} exposes ${metric.name} as a ${real.type}, not as a ${metric.type}`]),
      ...labels.map(
        (label) =>
          `${exporter} exposes ${metric.name} without the label ${label}${meant(nearest(label, [...real.labels]))}`,
      ),
    ];
  });
}

/** The metrics of an exposition that no text reads, in alphabetical order; a histogram counts once. */
export function unreadMetrics(exposed: Exposition, readers: readonly Reader[]): string[] {
  const base = (name: string): string => name.replace(/_(?:bucket|sum|count)$/, "");
  const read = new Set(
    readers.flatMap(({ text }) => parsePromql(text).selectors.map(({ metric }) => base(metric ?? ""))),
  );
  return [...new Set([...exposed.keys()].map(base))].filter((name) => !read.has(name)).sort();
}
