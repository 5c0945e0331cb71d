import type { LabelMatcher } from "@monitoring/collection";

/** Series that leave: those with such a name whose labels match. A label that a series lacks counts as empty. */
export interface KeepRule {
  /** Names, or whole regular expressions on the name. */
  readonly names: readonly string[];
  /** What a label's whole value must match, by label. */
  readonly labels: Readonly<Record<string, string>>;
}

/** What every destination gets, read or not: whether targets answer, and which versions run. */
export const always: KeepRule = { names: ["up", "scrape_.+", ".+_build_info"], labels: {} };

/** The names as one regular expression; what all of them begin with is written once. */
export function namePattern({ names }: KeepRule): string {
  const [first = ""] = names;
  if (names.length < 2) return first;
  const prefix = commonPrefix(names);
  return prefix === ""
    ? names.join("|")
    : `${prefix}(?:${names.map((n) => n.slice(prefix.length)).join("|")})`;
}

// Up to the last underscore that all share, so that words stay whole.
function commonPrefix(names: readonly string[]): string {
  const [first = ""] = names;
  if (!names.every((name) => /^[\w:]+$/.test(name))) return "";
  const ends = [...first.matchAll(/_/g)].map(({ index }) => first.slice(0, index + 1));
  return ends.findLast((end) => names.every((name) => name.startsWith(end))) ?? "";
}

/** Whether a series leaves. */
export function isKept(rules: readonly KeepRule[]): (labels: Readonly<Record<string, string>>) => boolean {
  const compiled = rules.map((rule) => ({
    name: whole(namePattern(rule)),
    labels: Object.entries(rule.labels).map(([label, value]) => [label, whole(value)] as const),
  }));
  const byName = new Map<string, typeof compiled>();
  return (series) => {
    const name = series["__name__"] ?? "";
    const candidates = byName.get(name) ?? compiled.filter((rule) => rule.name(name));
    byName.set(name, candidates);
    return candidates.some(({ labels }) => labels.every(([label, fits]) => fits(series[label] ?? "")));
  };
}

/** Whether all of a value matches a regular expression of Prometheus's, as far as JavaScript understands it. */
export function whole(pattern: string): (value: string) => boolean {
  try {
    const expression = new RegExp(`^(?:${pattern})$`, "s");
    return (value) => expression.test(value);
  } catch {
    // RE2 knows a little that JavaScript does not (`(?i)` at the start). This only estimates: rather too much than too little.
    return () => true;
  }
}

/** The rules as PromQL selectors, one each. */
export function keepSelectors(rules: readonly KeepRule[]): string[] {
  return rules.map((rule) => {
    const conditions = Object.entries({ __name__: namePattern(rule), ...rule.labels });
    return `{${conditions.map(([label, value]) => `${label}=~${JSON.stringify(value)}`).join(", ")}}`;
  });
}

/** The regular expression that a matcher's label must match; nothing where the matcher tells no such thing. */
export function required({ op, value }: LabelMatcher): string | undefined {
  if (value === ".*") return undefined;
  // A dashboard's variable stands for anything, and a text that is compared with = may have one in it.
  if (op === "=") return value.split(".*").map(escaped).join(".*");
  if (op === "=~") return value === "" ? undefined : value;
  // Other negations have no counterpart in RE2: what they leave out is shipped as well.
  return op === "!=" && value === "" ? ".+" : undefined;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
