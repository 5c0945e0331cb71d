import type { Recording } from "../recording.ts";
import type { ExposedType, Exposition } from "./parse-exposition.ts";

/** What exists: the metrics of every exporter, as recorded, and what rules compute from them. */
export interface Contract {
  readonly exposed: readonly Exposition[];
  readonly recordings: readonly Recording[];
}

/** A series that exists; a histogram's are `_bucket`, `_sum` and `_count`, each a counter. */
export interface KnownMetric {
  readonly type: ExposedType;
  /** The exporter's own labels; `any` where they cannot be told. */
  readonly labels: ReadonlySet<string> | "any";
}

/** Every series that exists, by name. */
export type KnownSeries = ReadonlyMap<string, KnownMetric>;

/** Series that Prometheus itself writes for every target. */
export const scrapeSeries: readonly string[] = [
  "up",
  "scrape_duration_seconds",
  "scrape_samples_scraped",
  "scrape_samples_post_metric_relabeling",
  "scrape_series_added",
  "scrape_sample_limit",
  "scrape_timeout_seconds",
  "scrape_body_size_bytes",
];
// It writes these for every alert.
const builtIn = [...scrapeSeries, "ALERTS", "ALERTS_FOR_STATE"];

/** The series of a contract. A recording has the labels that its expression leaves. */
export function knownSeries({ exposed, recordings }: Contract): KnownSeries {
  const known = new Map<string, KnownMetric>(builtIn.map((name) => [name, { type: "gauge", labels: "any" }]));
  for (const exposition of exposed) {
    for (const [name, metric] of exposition) {
      const before = known.get(name);
      known.set(
        name,
        before === undefined || before.labels === "any"
          ? metric
          : { type: before.type, labels: before.labels.union(metric.labels) },
      );
    }
  }
  for (const { name, labels } of recordings) known.set(name, { type: "gauge", labels: new Set(labels) });
  return known;
}
