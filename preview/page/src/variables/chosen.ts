/** What a reader chose for a variable. */
export interface Chosen {
  readonly values: readonly string[];
  /** What a reader sees instead of the values, in their order. */
  readonly texts: readonly string[];
  /** Whether several may be chosen, so that a query has to expect a regular expression. */
  readonly several: boolean;
  /** Stands for all values as it is, without any escaping. */
  readonly allValue?: string;
  /** Whether everything is chosen. */
  readonly all: boolean;
}

/** What is chosen, by variable. */
export type Choices = ReadonlyMap<string, Chosen>;

/** A variable with one plain value. */
export function plain(value: string, text = value): Chosen {
  return { values: [value], texts: [text], several: false, all: false };
}
