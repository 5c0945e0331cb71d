import { formatSeconds } from "../duration.ts";
import { findSeries, ownSeries, type Known } from "../known.ts";
import { boundsOf, constant } from "../promql/bounds.ts";
import type { Complaint } from "../promql/complaint.ts";
import { walk, type BinaryExpr, type CallExpr, type Expr } from "../promql/query.ts";
import { typeOf } from "../promql/value-types.ts";
import type { World } from "./world.ts";

/** Functions that need two samples. */
export const overTime: ReadonlySet<string> = new Set([
  "rate",
  "increase",
  "irate",
  "delta",
  "idelta",
  "deriv",
  "predict_linear",
  "changes",
  "resets",
  "double_exponential_smoothing",
]);
/** Functions that take each fall for a restart. */
export const forCounters: ReadonlySet<string> = new Set(["rate", "increase", "irate", "resets"]);
/** Functions that know no restarts. */
export const forGauges: ReadonlySet<string> = new Set(["delta", "idelta", "deriv", "predict_linear"]);

/** A counter's function on a gauge. */
export function rateOfGauge(call: CallExpr, world: World): Complaint[] {
  const of = unwrap(call.args[0]);
  const inner = of?.kind === "range" || of?.kind === "subquery" ? unwrap(of.of) : undefined;
  if (inner?.kind !== "selector" || inner.metric === undefined) return [];
  const metric = findSeries(world.known, inner.metric) ?? ownSeries.get(inner.metric);
  if (metric?.type !== "gauge") return [];
  const instead = call.name === "resets" ? "changes" : call.name === "rate" ? "deriv" : "delta";
  return [
    {
      at: call.from,
      reason: `${inner.metric} is a gauge: ${call.name}() takes each fall for a restart`,
      remedy: `use ${instead}()`,
    },
  ];
}

/** A counter itself compared with a threshold. */
export function rawCounter(expr: BinaryExpr, known: Known): Complaint[] {
  if (![">", ">=", "=="].includes(expr.op) || expr.bool) return [];
  const threshold = constant(expr.right);
  // More than none since the start is a fair question; more than many is one of rate.
  if (threshold === undefined || threshold <= (expr.op === ">" ? 0 : 1)) return [];
  const metric = rawMetric(expr.left);
  if (metric === undefined || !isCounter(metric, known)) return [];
  return [
    {
      at: expr.from,
      reason: `${metric} is a counter, which only grows: past ${threshold} the alert fires until the next restart`,
      remedy: `compare its growth: increase(${metric}[1h]) ${expr.op} ...`,
    },
  ];
}

function rawMetric(expr: Expr): string | undefined {
  if (expr.kind === "selector") return expr.metric;
  if (expr.kind === "wrapped") return rawMetric(expr.of);
  if (expr.kind === "aggregate" && ["sum", "max", "min", "avg"].includes(expr.op)) {
    const [arg] = expr.args;
    return arg ? rawMetric(arg) : undefined;
  }
  return undefined;
}

/** A range in which there is often one sample only. */
export function shortRange(call: CallExpr, world: World): Complaint[] {
  const of = unwrap(call.args[0]);
  if (of?.kind === "subquery") {
    if (of.seconds === undefined || of.step === undefined || of.step === 0 || of.seconds >= 2 * of.step)
      return [];
    return [
      {
        at: call.from,
        reason: `${call.name}() needs two samples; in ${formatSeconds(of.seconds)} lies one, every ${formatSeconds(of.step)}`,
        remedy: `widen the range to ${formatSeconds(4 * of.step)}, or shorten the step`,
      },
    ];
  }
  if (of?.kind !== "range" || of.seconds === undefined) return [];
  const inner = unwrap(of.of);
  if (inner?.kind !== "selector") return [];
  const job = inner.matchers.find(({ label, op }) => label === "job" && op === "=")?.value;
  const interval = world.scrapeInterval(job);
  if (of.seconds >= 2 * interval) return [];
  return [
    {
      at: call.from,
      reason: `${call.name}() needs two samples; with one every ${formatSeconds(interval)}, ${formatSeconds(of.seconds)} often holds fewer`,
      remedy: `widen the range to at least ${formatSeconds(4 * interval)}`,
    },
  ];
}

/** Whether a divisor can be 0 for all that is known. */
export function mayBeZero(expr: Expr, known: Known): boolean {
  if (typeOf(expr) === "scalar") return false;
  const [low, high] = boundsOf(expr, known);
  if (low > 0 || high < 0) return false;
  return !walk(expr).some((part) => part.kind === "binary" && [">", "!="].includes(part.op) && !part.bool);
}

/** Whether a metric only grows. */
export function isCounter(metric: string | undefined, known: Known): boolean {
  if (metric === undefined) return false;
  const type = findSeries(known, metric)?.type;
  return type === "counter" || ((type === undefined || type === "unknown") && metric.endsWith("_total"));
}

/** An expression without its sign, offset and time. */
export function unwrap(expr: Expr | undefined): Expr | undefined {
  return expr?.kind === "wrapped" ? unwrap(expr.of) : expr;
}
