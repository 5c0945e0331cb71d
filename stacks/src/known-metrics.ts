import type { Known, KnownMetric, KnownType } from "@monitoring/alerting/audit";
import { scrapeMetrics, type ExposedMetric, type Exposition } from "@monitoring/collection";
import type { Catalogue } from "./catalogue.ts";
import { recordings } from "./readers.ts";

/** Every metric that exists in the stack: what exporters were recorded to expose, and what rules compute from it. */
export function knownMetrics(catalogue: Catalogue, expositions: readonly Exposition[]): Known {
  const known = new Map<string, KnownMetric>(
    [...recordings(catalogue), ...scrapeMetrics].map(({ name, labels }) => [
      name,
      { type: "gauge", labels: new Set(labels) },
    ]),
  );
  for (const [name, metric] of expositions.flatMap((exposition) => [...exposition])) {
    const before = known.get(name);
    known.set(name, {
      type: typeOf(metric),
      labels: before ? before.labels.union(metric.labels) : metric.labels,
    });
  }
  return known;
}

function typeOf({ type }: ExposedMetric): KnownType {
  return type === "untyped" ? "unknown" : type;
}
