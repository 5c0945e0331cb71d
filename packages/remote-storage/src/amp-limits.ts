import { seconds, type Duration } from "@monitoring/collection";

/** Hard limits of Amazon Managed Service for Prometheus (user guide, "quotas"). */
export const ampLimits = { minRuleInterval: "30s", maxNamespaceBytes: 1_000_000 } as const;

/** The interval at which AMP evaluates a group: it refuses those under 30 s. */
export function ampInterval(interval: Duration): Duration {
  return seconds(interval) < seconds(ampLimits.minRuleInterval) ? ampLimits.minRuleInterval : interval;
}

/** What speaks against sending a rule file to AMP, as sentences. */
export function ampProblems(namespace: string, text: string): readonly string[] {
  const size = Buffer.byteLength(text);
  return size > ampLimits.maxNamespaceBytes
    ? [
        `rule namespace ${namespace} has ${size} bytes; amp takes at most ${ampLimits.maxNamespaceBytes}: split it`,
      ]
    : [];
}
