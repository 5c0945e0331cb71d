/** What an expression is in PromQL. */
export type ValueType = "scalar" | "vector" | "matrix" | "string";

/** What a function takes and gives. */
export interface Signature {
  readonly takes: readonly ValueType[];
  /** How many of the last arguments may be left out. */
  readonly optional: number;
  /** Whether the last argument may come again. */
  readonly repeats: boolean;
  readonly gives: ValueType;
}

const row = (
  takes: readonly ValueType[],
  {
    optional = 0,
    repeats = false,
    gives = "vector",
  }: { readonly optional?: number; readonly repeats?: boolean; readonly gives?: ValueType } = {},
): Signature => ({ takes, optional, repeats, gives });

const all = (names: string, signature: Signature): [string, Signature][] =>
  names.split(" ").map((name) => [name, signature]);

/** PromQL's functions (prometheus 3.14, promql/parser/functions.go). */
export const functions: ReadonlyMap<string, Signature> = new Map([
  ...all(
    "abs absent acos acosh asin asinh atan atanh ceil cos cosh deg exp floor histogram_avg histogram_count " +
      "histogram_sum histogram_stddev histogram_stdvar ln log10 log2 rad sgn sin sinh sort sort_desc sqrt " +
      "start_timestamp tan tanh timestamp",
    row(["vector"]),
  ),
  ...all(
    "absent_over_time avg_over_time changes count_over_time delta deriv first_over_time idelta increase irate " +
      "last_over_time mad_over_time max_over_time min_over_time present_over_time rate resets stddev_over_time " +
      "stdvar_over_time sum_over_time ts_of_first_over_time ts_of_last_over_time ts_of_max_over_time " +
      "ts_of_min_over_time",
    row(["matrix"]),
  ),
  ...all(
    "days_in_month day_of_month day_of_week day_of_year hour minute month year",
    row(["vector"], { optional: 1 }),
  ),
  ...all("pi time start end step range", row([], { gives: "scalar" })),
  ...all("max_of min_of", row(["scalar", "scalar"], { gives: "scalar" })),
  ["clamp", row(["vector", "scalar", "scalar"])],
  ...all("clamp_max clamp_min", row(["vector", "scalar"])),
  ["double_exponential_smoothing", row(["matrix", "scalar", "scalar"])],
  ["histogram_fraction", row(["scalar", "scalar", "vector"])],
  ["histogram_quantile", row(["scalar", "vector"])],
  ["histogram_quantiles", row(["vector", "string", "scalar"], { repeats: true })],
  ["info", row(["vector", "vector"], { optional: 1 })],
  ["label_join", row(["vector", "string", "string", "string"], { repeats: true })],
  ["label_replace", row(["vector", "string", "string", "string", "string"])],
  ["predict_linear", row(["matrix", "scalar"])],
  ["quantile_over_time", row(["scalar", "matrix"])],
  ["round", row(["vector", "scalar"], { optional: 1 })],
  ["scalar", row(["vector"], { gives: "scalar" })],
  ...all("sort_by_label sort_by_label_desc", row(["vector", "string"], { repeats: true })),
  ["vector", row(["scalar"])],
]);

/** Aggregations that take a parameter before the vector, and its type. */
export const parameters: Readonly<Record<string, ValueType>> = {
  topk: "scalar",
  bottomk: "scalar",
  quantile: "scalar",
  limitk: "scalar",
  limit_ratio: "scalar",
  count_values: "string",
};

/** Aggregations that choose among series instead of making new ones. */
export const choosing: ReadonlySet<string> = new Set(["topk", "bottomk", "limitk", "limit_ratio"]);
