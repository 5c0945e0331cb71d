import { contractDiff, parseExposition } from "@monitoring/collection";
import { brokenReaders } from "@monitoring/stacks";
import { catalogueAtHand } from "@monitoring/stacks/at-hand";
import { isPlain, type RecordedContract } from "@monitoring/collection/recorded";

/** The recording that an exporter's metrics are compared with: variants of a version show only a part. */
export function baseline(all: readonly RecordedContract[], exporter: string): RecordedContract | undefined {
  return all.findLast((one) => one.exporter === exporter && isPlain(one));
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
    ...brokenReaders(catalogueAtHand, before.exposition, after, rest).map(
      (sentence) => `  breaks: ${sentence}`,
    ),
  ];
}
