import { canonicalRecordings, type Recording } from "@monitoring/collection";
import type { RuleGroup } from "./rule-group.ts";

/** The same groups with recordings in which any tool that is not in the list is called `other`; an empty list bounds nothing. */
export function boundTools(groups: readonly RuleGroup[], tools: readonly string[]): readonly RuleGroup[] {
  const bounded: readonly Recording[] = Object.values<Recording>({ ...canonicalRecordings(tools) });
  return groups.map((group) => ({
    ...group,
    recordings: group.recordings.map((one) => bounded.find(({ name }) => name === one.name) ?? one),
  }));
}
