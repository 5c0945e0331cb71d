import { knownSeries, type KnownSeries } from "@monitoring/collection";
import { recordedContracts } from "@monitoring/collection/recorded";
import type { Catalogue } from "./catalogue.ts";
import { recordings } from "./readers.ts";

/**
 * Every series that a dashboard may read: what exporters were recorded to expose, and what rules compute.
 * @param recorded names of what rules of the user's own compute
 */
export function stackSeries(catalogue: Catalogue, recorded: readonly string[] = []): KnownSeries {
  const known = knownSeries({
    exposed: recordedContracts().map(({ exposition }) => exposition),
    recordings: recordings(catalogue),
  });
  const own = recorded.map((name) => [name, { type: "gauge", labels: "any" }] as const);
  return new Map([...known, ...own]);
}
