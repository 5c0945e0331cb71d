/** The collectors that scrape the same: AMP keeps the samples of one and takes the other's when that one is silent. */
export const replicas = ["a", "b"] as const;

/** A collector's letter. */
export type Replica = (typeof replicas)[number];

/**
 * External labels by which AMP knows that two senders are replicas of one another (user guide, "Send high-availability
 * data"). It wants both: without one of them everything is stored, and paid, twice. `__replica__` is taken off there,
 * `cluster` stays.
 */
export function replicaLabels(cluster: string, replica: Replica): Readonly<Record<string, string>> {
  return { cluster, __replica__: replica };
}
