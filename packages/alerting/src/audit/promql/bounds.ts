import { findSeries, type Known } from "../known.ts";
import type { BinaryExpr, Expr } from "./query.ts";

/** The least and the greatest value that an expression can have. */
export type Bounds = readonly [number, number];

const anything: Bounds = [-Infinity, Infinity];
const atLeastZero: Bounds = [0, Infinity];

/** Metrics of a few packages that tell yes or no. */
const flags: ReadonlySet<string> = new Set(["up", "probe_success", "pg_up", "redis_up"]);

const calendar: Readonly<Record<string, Bounds>> = {
  hour: [0, 23],
  minute: [0, 59],
  month: [1, 12],
  day_of_month: [1, 31],
  day_of_week: [0, 6],
  day_of_year: [1, 366],
  days_in_month: [28, 31],
  year: [1970, Infinity],
};

const sameBounds: ReadonlySet<string> = new Set(
  (
    "avg_over_time min_over_time max_over_time last_over_time first_over_time quantile_over_time clamp_max sort " +
    "sort_desc sort_by_label sort_by_label_desc label_replace label_join scalar vector"
  ).split(" "),
);

const neverNegative: ReadonlySet<string> = new Set(
  (
    "rate increase irate changes resets abs sqrt stddev_over_time " +
    "stdvar_over_time mad_over_time histogram_count histogram_stddev histogram_stdvar time timestamp exp"
  ).split(" "),
);

/** Bounds of an expression's values, NaN aside. */
export function boundsOf(expr: Expr, known: Known): Bounds {
  switch (expr.kind) {
    case "number":
      return Number.isNaN(expr.value) ? anything : [expr.value, expr.value];
    case "text":
      return anything;
    case "selector":
      return selectorBounds(expr.metric, known);
    case "range":
    case "subquery":
      return boundsOf(expr.of, known);
    case "wrapped": {
      const [low, high] = boundsOf(expr.of, known);
      return expr.by === "minus" ? [-high, -low] : [low, high];
    }
    case "aggregate":
      return aggregateBounds(expr.op, expr.args, known);
    case "call":
      return callBounds(expr.name, expr.args, known);
    case "binary":
      return binaryBounds(expr, known);
  }
}

function selectorBounds(metric: string | undefined, known: Known): Bounds {
  if (metric === undefined) return anything;
  if (flags.has(metric)) return [0, 1];
  return findSeries(known, metric)?.type === "counter" || metric.endsWith("_total") ? atLeastZero : anything;
}

function aggregateBounds(op: string, args: readonly Expr[], known: Known): Bounds {
  const last = args.at(-1);
  const inner = last ? boundsOf(last, known) : anything;
  switch (op) {
    case "count":
    case "count_values":
      return [1, Infinity];
    case "group":
      return [1, 1];
    case "stddev":
    case "stdvar":
      return atLeastZero;
    case "sum":
      // One series at least, and any number more.
      return [inner[0] >= 0 ? inner[0] : -Infinity, inner[1] <= 0 ? inner[1] : Infinity];
    case "quantile":
      return anything;
    default:
      return inner;
  }
}

function callBounds(name: string, args: readonly Expr[], known: Known): Bounds {
  const own = calendar[name];
  if (own) return own;
  if (["absent", "absent_over_time", "present_over_time"].includes(name)) return [1, 1];
  if (name === "count_over_time") return [1, Infinity];
  if (neverNegative.has(name)) return atLeastZero;
  const inner = args.map((arg) => boundsOf(arg, known));
  const vector = inner.find((_, i) => args[i]?.kind !== "text" && args[i]?.kind !== "number") ?? inner[0];
  // The quantile may lie outside where its parameter does; clamp's limits are not followed.
  if (sameBounds.has(name) && vector) return name === "quantile_over_time" ? anything : vector;
  if (name === "sum_over_time" && vector && vector[0] >= 0) return atLeastZero;
  return anything;
}

function binaryBounds(expr: BinaryExpr, known: Known): Bounds {
  const left = boundsOf(expr.left, known);
  const right = boundsOf(expr.right, known);
  const span = (values: readonly number[]): Bounds =>
    values.some(Number.isNaN) ? anything : [Math.min(...values), Math.max(...values)];
  switch (expr.op) {
    case "+":
      return span([left[0] + right[0], left[1] + right[1]]);
    case "-":
      return span([left[0] - right[1], left[1] - right[0]]);
    case "*":
      return span(left.flatMap((a) => right.map((b) => (a === 0 || b === 0 ? 0 : a * b))));
    case "/":
      if (right[0] === right[1] && right[0] !== 0) return span([left[0] / right[0], left[1] / right[0]]);
      return left[0] >= 0 && right[0] >= 0 ? atLeastZero : anything;
    case "and":
    case "unless":
      return left;
    case "or":
      return span([...left, ...right]);
    case "==":
    case "!=":
    case ">":
    case "<":
    case ">=":
    case "<=":
      return expr.bool ? [0, 1] : narrowed(expr.op, left, right);
    default:
      return anything;
  }
}

/** What is left of the left side after a comparison. */
function narrowed(op: string, left: Bounds, right: Bounds): Bounds {
  if (op === "==") return [Math.max(left[0], right[0]), Math.min(left[1], right[1])];
  if (op === ">" || op === ">=") return [Math.max(left[0], right[0]), left[1]];
  if (op === "<" || op === "<=") return [left[0], Math.min(left[1], right[1])];
  return left;
}

/** Whether a comparison holds for every value or for none; undefined where it depends. */
export function outcome(op: string, left: Bounds, right: Bounds): "always" | "never" | undefined {
  const [a, b] = left;
  const [c, d] = right;
  switch (op) {
    case ">":
      return a > d ? "always" : b <= c ? "never" : undefined;
    case ">=":
      return a >= d ? "always" : b < c ? "never" : undefined;
    case "<":
      return b < c ? "always" : a >= d ? "never" : undefined;
    case "<=":
      return b <= c ? "always" : a > d ? "never" : undefined;
    case "==":
      return a === b && c === d && a === c ? "always" : b < c || a > d ? "never" : undefined;
    case "!=":
      return b < c || a > d ? "always" : a === b && c === d && a === c ? "never" : undefined;
    default:
      return undefined;
  }
}

/** The value of an expression that reads no series. */
export function constant(expr: Expr): number | undefined {
  if (expr.kind === "number") return expr.value;
  if (expr.kind === "wrapped") {
    const value = constant(expr.of);
    return value === undefined ? undefined : expr.by === "minus" ? -value : value;
  }
  if (expr.kind === "call" && (expr.name === "vector" || expr.name === "scalar")) {
    const [arg] = expr.args;
    return arg ? constant(arg) : undefined;
  }
  if (expr.kind !== "binary" || !["+", "-", "*", "/"].includes(expr.op)) return undefined;
  const left = constant(expr.left);
  const right = constant(expr.right);
  if (left === undefined || right === undefined) return undefined;
  return { "+": left + right, "-": left - right, "*": left * right, "/": left / right }[expr.op];
}
