/** What each comparison is replaced by: one that differs at the boundary only, and the opposite. */
export const comparisons: Readonly<Record<string, readonly string[]>> = {
  ">": [">=", "<"],
  ">=": [">", "<"],
  "<": ["<=", ">"],
  "<=": ["<", ">"],
  "==": ["!="],
  "!=": ["=="],
};

/** What each arithmetic operator is replaced by. */
export const arithmetic: Readonly<Record<string, readonly string[]>> = {
  "+": ["-"],
  "-": ["+"],
  "*": ["/"],
  "/": ["*"],
};

/** What each aggregation over series is replaced by: one of the same shape that people take for it. */
export const aggregations: Readonly<Record<string, readonly string[]>> = {
  sum: ["max"],
  max: ["min", "sum"],
  min: ["max"],
  avg: ["max", "min"],
  count: ["sum"],
};

/** What each function over time is replaced by. */
export const overTime: Readonly<Record<string, readonly string[]>> = {
  avg_over_time: ["max_over_time", "min_over_time"],
  max_over_time: ["min_over_time", "last_over_time"],
  min_over_time: ["max_over_time", "last_over_time"],
  last_over_time: ["max_over_time", "min_over_time"],
  rate: ["increase"],
  increase: ["rate"],
  resets: ["changes"],
};

/** Functions that may be left out, so that only their first argument stays. */
export const removable: ReadonlySet<string> = new Set(["abs", "round", "clamp_min", "label_replace"]);

/** What each operator on a label is replaced by. */
export const negated: Readonly<Record<string, string>> = { "=": "!=", "!=": "=", "=~": "!~", "!~": "=~" };

// Far enough from the number that a scenario has room on either side of it.
const factors = [0.8, 1.25];

/** What a number is replaced by: small whole numbers by their neighbours, others by a fifth less and a quarter more. */
export function numbers(value: number): readonly number[] {
  return Number.isInteger(value) && Math.abs(value) <= 10
    ? [value - 1, value + 1]
    : factors.map((factor) => Number((value * factor).toPrecision(12)));
}

/** What a stretch of time in seconds is replaced by: half of it and twice as much. */
export function stretches(seconds: number): readonly number[] {
  return [seconds / 2, seconds * 2];
}
