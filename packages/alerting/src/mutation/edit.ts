/** What of a rule or of the policy is made wrong. */
export type MutantKind =
  | "threshold"
  | "comparison"
  | "aggregation"
  | "grouping"
  | "matcher"
  | "range"
  | "operator"
  | "operand"
  | "function"
  | "for"
  | "severity"
  | "label"
  | "route"
  | "inhibition";

/** A piece of a text that is replaced by another. */
export interface Edit {
  readonly kind: MutantKind;
  /** Offsets in characters, the second exclusive. */
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** What it does, for people: `max → min`. */
  readonly change: string;
}

/** A text with the edit made. */
export function edited(text: string, { from, to, text: replacement }: Edit): string {
  return text.slice(0, from) + replacement + text.slice(to);
}
