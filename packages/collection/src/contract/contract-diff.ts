import type { Exposition } from "./parse-exposition.ts";

/** What changed between two recordings of an exporter. */
export interface ContractDiff {
  readonly removed: readonly string[];
  readonly added: readonly string[];
  /** `metric: - label, + label, counter -> gauge`. */
  readonly changed: readonly string[];
}

/** Compares two recordings of the same exporter, by series name. */
export function contractDiff(before: Exposition, after: Exposition): ContractDiff {
  return {
    removed: [...before.keys()].filter((name) => !after.has(name)).sort(),
    added: [...after.keys()].filter((name) => !before.has(name)).sort(),
    changed: [...before].flatMap(([name, old]) => {
      const now = after.get(name);
      if (!now) return [];
      const changes = [
        ...[...old.labels.difference(now.labels)].map((label) => `- ${label}`),
        ...[...now.labels.difference(old.labels)].map((label) => `+ ${label}`),
        ...(old.type === now.type ? [] : [`${old.type} -> ${now.type}`]),
      ];
      return changes.length === 0 ? [] : [`${name}: ${changes.join(", ")}`];
    }),
  };
}
