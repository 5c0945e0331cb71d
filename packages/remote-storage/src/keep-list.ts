import type { MetricRead } from "@monitoring/collection";

/** A Prometheus relabelling step on what leaves through remote_write. */
export interface WriteRelabelConfig {
  readonly action: "keep";
  readonly source_labels: readonly ["__name__"];
  readonly regex: string;
}

/**
 * Lets only those series leave that some rule or panel reads: remote storage bills by the sample.
 * Metric names are RE2-safe as they are (letters, digits, `_`, `:`), so they need no escaping.
 */
export function keepList(reads: readonly MetricRead[]): WriteRelabelConfig {
  const names = [...new Set(reads.map(({ metric }) => metric))].sort();
  return { action: "keep", source_labels: ["__name__"], regex: names.join("|") };
}
