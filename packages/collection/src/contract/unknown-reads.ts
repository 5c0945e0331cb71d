import type { TargetLabel } from "../metric.ts";
import { nearest } from "../nearest.ts";
import type { ParsedPromql } from "../parse-promql.ts";
import type { KnownSeries } from "./known-series.ts";

/** Something that a PromQL text reads and that does not exist, with the word that was probably meant. */
export type UnknownRead =
  | { readonly kind: "metric"; readonly metric: string; readonly meant?: string | undefined }
  | {
      readonly kind: "label";
      readonly metric: string;
      readonly label: string;
      readonly meant?: string | undefined;
    }
  | { readonly kind: "grouping"; readonly label: string; readonly metrics: readonly string[] };

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

/** Every metric and label that a text reads and nothing exposes. */
export function unknownReads(
  { selectors, grouping, created }: ParsedPromql,
  known: KnownSeries,
): UnknownRead[] {
  const labelsOf = (metric: string | undefined): ReadonlySet<string> | "any" =>
    known.get(metric ?? "")?.labels ?? "any";
  const metrics = selectors.flatMap(({ metric }) => metric ?? []);
  const unknown = metrics
    .filter((metric) => !known.has(metric))
    .map((metric) => ({ kind: "metric", metric, meant: meantMetric(metric, known) }) as const);
  const wrongMatchers = selectors.flatMap(({ metric = "", matchers }) => {
    const labels = labelsOf(metric);
    return matchers
      .filter(({ label }) => !has(labels, label))
      .map(
        ({ label }) =>
          ({
            kind: "label",
            metric,
            label,
            meant: nearest(label, labels === "any" ? [] : [...labels]),
          }) as const,
      );
  });
  const sets = metrics.map(labelsOf);
  const wrongGroups = [...new Set(grouping)]
    .filter(
      (label) => !created.includes(label) && sets.length > 0 && !sets.some((labels) => has(labels, label)),
    )
    .map((label) => ({ kind: "grouping", label, metrics }) as const);
  return [...unknown, ...wrongMatchers, ...wrongGroups];
}

// A dashboard reads the same unknown metric in many panels, and there are many metrics to compare it with.
const meantMetrics = new WeakMap<KnownSeries, Map<string, string | undefined>>();

function meantMetric(metric: string, known: KnownSeries): string | undefined {
  const answers = meantMetrics.get(known) ?? new Map<string, string | undefined>();
  meantMetrics.set(known, answers);
  if (!answers.has(metric)) answers.set(metric, nearest(metric, [...known.keys()]));
  return answers.get(metric);
}

function has(labels: ReadonlySet<string> | "any", label: string): boolean {
  return labels === "any" || labels.has(label) || targetLabels.some((target) => target === label);
}
