import type { Problem } from "./problem.ts";

/** What stands in this project for a key of Pulumi's own for a provider. */
const instead: Readonly<Record<string, string>> = {
  "aws:region": "write monitoring:aws.region",
  "aws:allowedAccountIds": "write monitoring:aws.account",
  "aws:defaultTags": "write monitoring:aws.tags",
  "aws:profile": "set AWS_PROFILE in your shell, where everyone has another",
  "grafana:url": "write monitoring:grafanaUrl",
  "grafana:auth": "set it with: npm run pulumi -- config set --secret monitoring:grafanaAuth -s prod",
};

/**
 * Keys of Pulumi's for the providers of prod. Every resource there names its provider, which is made from this project's
 * own keys, so that these would be passed over without a word.
 * @param keys with their namespace
 */
export function providerKeyProblems(keys: readonly string[]): readonly Problem[] {
  return keys
    .filter((key) => /^(?:aws|grafana):/.test(key))
    .map((key) => ({
      key,
      message: `${key} is set, but nothing reads it; ${instead[key] ?? "remove it"}`,
    }));
}
