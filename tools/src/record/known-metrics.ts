import { knownMetrics, type KnownMetrics } from "@monitoring/collection";
import { recordings } from "@monitoring/stacks";
import { recordedContracts } from "./contracts.ts";

/** Every metric that a dashboard may read: what exporters were recorded to expose, and what rules compute. */
export function stackMetrics(): KnownMetrics {
  return knownMetrics({
    exposed: recordedContracts().map(({ exposition }) => exposition),
    recordings: recordings(),
  });
}
