/** What a metric is, as its exporter says. */
export type KnownType = "counter" | "gauge" | "histogram" | "summary" | "unknown";

/** A metric that exists in the stack. */
export interface KnownMetric {
  readonly type: KnownType;
  /** Labels that the exporter itself sets. */
  readonly labels: ReadonlySet<string>;
}

/** Every metric that exists in the stack, by the name under which it is exposed: a histogram by its base name. */
export type Known = ReadonlyMap<string, KnownMetric>;

/** Finds a series by its name: `x_bucket`, `x_sum` and `x_count` belong to the histogram or summary `x`. */
export function findSeries(known: Known, name: string): KnownMetric | undefined {
  const whole = known.get(name);
  if (whole !== undefined) return plain(name, whole);
  const [, base, part] = /^(.+)_(bucket|sum|count)$/.exec(name) ?? [];
  const family = base === undefined ? undefined : known.get(base);
  if (family === undefined || (family.type !== "histogram" && family.type !== "summary")) return undefined;
  if (part !== "bucket") return { type: "counter", labels: without(family.labels, ["le", "quantile"]) };
  if (family.type === "summary") return undefined;
  return { type: "counter", labels: new Set([...without(family.labels, ["quantile"]), "le"]) };
}

function plain(name: string, metric: KnownMetric): KnownMetric {
  // A summary's own name carries its quantiles, each of which is a gauge.
  if (metric.type === "summary")
    return { type: "gauge", labels: new Set([...without(metric.labels, ["le"]), "quantile"]) };
  if (metric.type === "unknown" && /_(total|bucket|sum|count)$/.test(name))
    return { ...metric, type: "counter" };
  return metric;
}

function without(labels: ReadonlySet<string>, gone: readonly string[]): ReadonlySet<string> {
  return new Set([...labels].filter((label) => !gone.includes(label)));
}

/** What Prometheus writes about every target and every alert by itself. */
export const ownSeries: Known = new Map<string, KnownMetric>([
  ...[
    "up",
    "scrape_duration_seconds",
    "scrape_samples_scraped",
    "scrape_samples_post_metric_relabeling",
    "scrape_series_added",
    "scrape_timeout_seconds",
    "scrape_sample_limit",
    "scrape_body_size_bytes",
  ].map((name): [string, KnownMetric] => [name, { type: "gauge", labels: new Set() }]),
]);
