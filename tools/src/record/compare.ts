import { contractDiff, parseExposition } from "@monitoring/collection";
import { brokenReaders } from "@monitoring/stacks";
import type { RecordedContract } from "./contracts.ts";

/** The recording that an exporter's metrics are compared with: variants of a version show only a part. */
export function baseline(all: readonly RecordedContract[], exporter: string): RecordedContract | undefined {
  return all.filter((one) => one.exporter === exporter && !one.version.includes("-")).at(-1);
}

/** How an exposition differs from a recording, and which rules and panels that breaks, as lines. */
export function comparison(
  before: RecordedContract,
  text: string,
  all: readonly RecordedContract[],
): string[] {
  const after = parseExposition(text);
  const { removed, added, changed } = contractDiff(before.exposition, after);
  const rest = all.filter((one) => one !== before).map(({ exposition }) => exposition);
  return [
    `${removed.length} metrics removed, ${added.length} added, ${changed.length} changed`,
    ...removed.map((metric) => `  - ${metric}`),
    ...added.map((metric) => `  + ${metric}`),
    ...changed.map((change) => `  ~ ${change}`),
    ...brokenReaders(before.exposition, after, rest).map((sentence) => `  breaks: ${sentence}`),
  ];
}
