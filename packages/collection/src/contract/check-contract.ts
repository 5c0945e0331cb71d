import type { Metric, TargetLabel } from "../metric.ts";
import { nearest } from "../nearest.ts";
import { parsePromql } from "../parse-promql.ts";
import type { Recording } from "../recording.ts";
import type { Exposition } from "./parse-exposition.ts";

/** A PromQL text and who evaluates it, e.g. `alert HighErrorRate` or `panel "Requests" of mcp-server-overview`. */
export interface Reader {
  readonly owner: string;
  readonly text: string;
}

/** What exists: the metrics of every exporter, as recorded, and what rules compute from them. */
export interface Contract {
  readonly exposed: readonly Exposition[];
  readonly recordings: readonly Recording[];
}

const targetLabels: readonly (TargetLabel | "alertname" | "alertstate" | "severity")[] = [
  "job",
  "instance",
  "service",
  "env",
  "probe",
  "alertname",
  "alertstate",
  "severity",
];
// Written by Prometheus itself, for every target and every alert.
const builtIn = [
  "up",
  "scrape_duration_seconds",
  "scrape_samples_scraped",
  "scrape_samples_post_metric_relabeling",
  "scrape_series_added",
  "scrape_sample_limit",
  "scrape_timeout_seconds",
  "scrape_body_size_bytes",
  "ALERTS",
  "ALERTS_FOR_STATE",
];

/** Every metric and label that a text reads and nothing exposes, as sentences. */
export function contractProblems(readers: readonly Reader[], contract: Contract): string[] {
  const known = knownLabels(contract);
  return readers.flatMap((reader) => readerProblems(reader, known));
}

type KnownLabels = ReadonlyMap<string, ReadonlySet<string> | "any">;

function readerProblems({ owner, text }: Reader, known: KnownLabels): string[] {
  const { selectors, grouping, created, errors } = parsePromql(text);
  if (errors.length > 0) return [`${owner}: not PromQL at character ${String(errors[0])}: ${text}`];
  const metrics = selectors.flatMap(({ metric }) => metric ?? []);
  const unknown = metrics
    .filter((metric) => !known.has(metric))
    .map((metric) => `${owner} reads ${metric}, which nothing exposes${meant(metric, [...known.keys()])}`);
  const wrongMatchers = selectors.flatMap(({ metric, matchers }) => {
    const labels = known.get(metric ?? "") ?? "any";
    return matchers
      .filter(({ label }) => !has(labels, label))
      .map(
        ({ label }) =>
          `${owner} selects ${metric ?? ""} by ${label}, a label that it never has${meant(label, labels)}`,
      );
  });
  const sets = metrics.map((metric) => known.get(metric) ?? "any");
  const wrongGroups = [...new Set(grouping)]
    .filter(
      (label) => !created.includes(label) && sets.length > 0 && !sets.some((labels) => has(labels, label)),
    )
    .map((label) => `${owner} groups by ${label}, which none of ${metrics.join(", ")} has`);
  return [...unknown, ...wrongMatchers, ...wrongGroups];
}

function has(labels: ReadonlySet<string> | "any", label: string): boolean {
  return labels === "any" || labels.has(label) || targetLabels.some((target) => target === label);
}

function meant(word: string, among: Iterable<string>): string {
  const best = among === "any" ? undefined : nearest(word, [...among]);
  return best === undefined ? "" : `; did you mean ${best}?`;
}

/** A recording has the labels that its expression leaves; where that cannot be told, any. */
function knownLabels({ exposed, recordings }: Contract): KnownLabels {
  const known = new Map<string, ReadonlySet<string> | "any">(builtIn.map((name) => [name, "any"]));
  for (const exposition of exposed) {
    for (const [name, { labels }] of exposition) {
      const before = known.get(name);
      known.set(name, before === undefined || before === "any" ? labels : before.union(labels));
    }
  }
  for (const { name, labels } of recordings) known.set(name, new Set(labels));
  return known;
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
    if (!real) return [`${exporter} does not expose ${series}${meant(series, exposed.keys())}`];
    const type = metric.type === "histogram" ? "counter" : metric.type;
    const labels = metric.labels.filter((label) => !real.labels.has(label));
    return [
      ...(real.type === type || real.type === "untyped"
        ? []
        : [`${exporter} exposes ${metric.name} as a ${real.type}, not as a ${metric.type}`]),
      ...labels.map(
        (label) =>
          `${exporter} exposes ${metric.name} without the label ${label}${meant(label, real.labels)}`,
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
