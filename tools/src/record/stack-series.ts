import { knownSeries, type KnownSeries } from "@monitoring/collection";
import { catalogue, recordings } from "@monitoring/stacks";
import { recordedContracts } from "@monitoring/collection/recorded";

/**
 * Every series that a dashboard may read: what exporters were recorded to expose, and what rules compute.
 * @param recorded names of what rules of the user's own compute
 */
export function stackSeries(recorded: readonly string[] = []): KnownSeries {
  const known = knownSeries({
    exposed: recordedContracts().map(({ exposition }) => exposition),
    recordings: recordings(catalogue),
  });
  const own = recorded.map((name) => [name, { type: "gauge", labels: "any" }] as const);
  return new Map([...known, ...own]);
}
