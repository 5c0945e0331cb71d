import { findSeries, ownSeries, type Known } from "../known.ts";
import { choosing } from "./functions.ts";
import {
  comparisons,
  setOperators,
  type AggregateExpr,
  type BinaryExpr,
  type Expr,
  type SelectorExpr,
} from "./query.ts";
import { typeOf } from "./value-types.ts";

/** What is known of the labels of an expression's series. */
export interface LabelSet {
  /** Whether there may be labels besides `has`. */
  readonly open: boolean;
  readonly has: ReadonlySet<string>;
  /** Labels that every series carries, with their value where it is the same for all. */
  readonly sure: ReadonlyMap<string, string | undefined>;
  /** Labels that none carries, where others may be. */
  readonly gone: ReadonlySet<string>;
}

/** What a selector's labels are judged by. */
export interface Series {
  readonly known: Known;
  /** Labels that Prometheus adds to every series that it scrapes. */
  readonly targetLabels: ReadonlySet<string>;
  /** Labels of recordings, by name. */
  readonly recorded: (name: string) => LabelSet | undefined;
}

const none: LabelSet = { open: false, has: new Set(), sure: new Map(), gone: new Set() };

/** Whether a series may carry a label. */
export function mayHave(labels: LabelSet, name: string): boolean {
  return labels.has.has(name) || (labels.open && !labels.gone.has(name));
}

/** The labels that the series of an expression carry. */
export function labelsOf(expr: Expr, series: Series): LabelSet {
  switch (expr.kind) {
    case "number":
    case "text":
      return none;
    case "selector":
      return selected(expr, series);
    case "range":
    case "subquery":
    case "wrapped":
      return labelsOf(expr.of, series);
    case "aggregate":
      return aggregated(expr, series);
    case "call":
      return called(expr.name, expr.args, series);
    case "binary":
      return joined(expr, series);
  }
}

function selected(expr: SelectorExpr, series: Series): LabelSet {
  const fixed = new Map<string, string | undefined>(
    expr.matchers
      .filter(({ op, value }) => op === "=" && value !== "")
      .map(({ label, value }) => [label, value]),
  );
  const emptied = new Set(
    expr.matchers.filter(({ op, value }) => op === "=" && value === "").map(({ label }) => label),
  );
  const base = seriesLabels(expr.metric, series);
  return {
    open: base.open,
    has: new Set([...base.has, ...fixed.keys()].filter((label) => !emptied.has(label))),
    sure: new Map([...base.sure, ...fixed].filter(([label]) => !emptied.has(label))),
    gone: new Set([...base.gone, ...emptied]),
  };
}

function seriesLabels(metric: string | undefined, series: Series): LabelSet {
  if (metric === undefined) return { ...none, open: true };
  const recorded = series.recorded(metric);
  if (recorded) return recorded;
  const scraped = new Map<string, string | undefined>([
    ["job", undefined],
    ["instance", undefined],
  ]);
  const metricKnown = findSeries(series.known, metric) ?? ownSeries.get(metric);
  if (metricKnown) {
    // A target's labels may be any that the person gives it; what is certain is what the exporter sets.
    return {
      open: false,
      has: new Set([...metricKnown.labels, ...series.targetLabels]),
      sure: scraped,
      gone: new Set(),
    };
  }
  if (metric.startsWith("ALERTS")) return { ...none, open: true };
  return { ...none, open: true, sure: metric.includes(":") ? new Map() : scraped };
}

function aggregated(expr: AggregateExpr, series: Series): LabelSet {
  const last = expr.args.at(-1);
  const inner = last ? labelsOf(last, series) : none;
  if (choosing.has(expr.op)) return inner;
  const [first] = expr.args;
  const made = expr.op === "count_values" && first?.kind === "text" ? [first.value] : [];
  if (expr.mode === "without") return withLabels(minus(inner, expr.labels), made);
  const kept = expr.mode === "by" ? expr.labels.filter((label) => mayHave(inner, label)) : [];
  return {
    open: false,
    has: new Set([...kept, ...made]),
    sure: new Map([...inner.sure].filter(([label]) => kept.includes(label))),
    gone: new Set(),
  };
}

function called(name: string, args: readonly Expr[], series: Series): LabelSet {
  const vector = args.find((arg) => typeOf(arg) === "vector" || typeOf(arg) === "matrix");
  const inner = vector ? labelsOf(vector, series) : none;
  const text = (i: number): string[] => {
    const arg = args[i];
    return arg?.kind === "text" ? [arg.value] : [];
  };
  switch (name) {
    case "absent":
    case "absent_over_time": {
      const [selector] = args.flatMap((arg) => selectorIn(arg));
      if (!selector) return none;
      const equal = selector.matchers.filter(({ op }) => op === "=");
      const once = equal.filter(
        ({ label }) => selector.matchers.filter((m) => m.label === label).length === 1,
      );
      const fixed = new Map(once.map(({ label, value }) => [label, value]));
      return { ...none, has: new Set(fixed.keys()), sure: fixed };
    }
    case "scalar":
    case "vector":
      return none;
    case "histogram_quantile":
    case "histogram_fraction":
      return minus(inner, ["le"]);
    case "histogram_quantiles":
      return withLabels(minus(inner, ["le"]), text(1));
    case "label_replace":
    case "label_join":
      return withLabels(minus(inner, text(1)), text(1));
    case "info":
      return { ...inner, open: true };
    default:
      return inner;
  }
}

/** The selector that `absent` takes its labels from. */
function selectorIn(expr: Expr): readonly SelectorExpr[] {
  if (expr.kind === "selector") return [expr];
  if (expr.kind === "range" || expr.kind === "wrapped") return selectorIn(expr.of);
  return [];
}

function joined(expr: BinaryExpr, series: Series): LabelSet {
  const scalarLeft = typeOf(expr.left) === "scalar";
  if (scalarLeft || typeOf(expr.right) === "scalar") {
    return labelsOf(scalarLeft ? expr.right : expr.left, series);
  }
  const left = labelsOf(expr.left, series);
  const right = labelsOf(expr.right, series);
  if (expr.op === "or") return either(left, right);
  if (setOperators.has(expr.op)) return left;
  const { match } = expr;
  if (match?.group) {
    const [many, one] = match.group === "left" ? [left, right] : [right, left];
    return withLabels(
      many,
      match.include.filter((label) => mayHave(one, label)),
    );
  }
  const filters = comparisons.has(expr.op) && !expr.bool;
  const both = filters ? left : overlap(left, right);
  if (match?.mode === "on") return only(both, match.labels);
  return match ? minus(both, match.labels) : both;
}

/** One-to-one without on(): both sides carry the same labels, so what one cannot have, neither has. */
function overlap(a: LabelSet, b: LabelSet): LabelSet {
  return {
    open: a.open && b.open,
    has: new Set([...a.has, ...b.has].filter((label) => mayHave(a, label) && mayHave(b, label))),
    sure: new Map([...b.sure, ...a.sure].filter(([label]) => mayHave(a, label) && mayHave(b, label))),
    gone: new Set([...a.gone, ...b.gone]),
  };
}

function either(a: LabelSet, b: LabelSet): LabelSet {
  return {
    open: a.open || b.open,
    has: new Set([...a.has, ...b.has]),
    sure: new Map(
      [...a.sure]
        .filter(([label]) => b.sure.has(label))
        .map(([label, value]) => [label, b.sure.get(label) === value ? value : undefined]),
    ),
    gone: new Set([...a.gone].filter((label) => !mayHave(b, label))),
  };
}

function only(labels: LabelSet, kept: readonly string[]): LabelSet {
  return {
    open: false,
    has: new Set(kept.filter((label) => mayHave(labels, label))),
    sure: new Map([...labels.sure].filter(([label]) => kept.includes(label))),
    gone: new Set(),
  };
}

function minus(labels: LabelSet, taken: readonly string[]): LabelSet {
  return {
    open: labels.open,
    has: new Set([...labels.has].filter((label) => !taken.includes(label))),
    sure: new Map([...labels.sure].filter(([label]) => !taken.includes(label))),
    gone: new Set([...labels.gone, ...taken]),
  };
}

function withLabels(labels: LabelSet, added: readonly string[]): LabelSet {
  return {
    open: labels.open,
    has: new Set([...labels.has, ...added]),
    // The added label's value is not known, and an old one of that name is overwritten.
    sure: new Map([...labels.sure].filter(([label]) => !added.includes(label))),
    gone: new Set([...labels.gone].filter((label) => !added.includes(label))),
  };
}

/** A recording's labels: those of its expression, and those that the rule sets. */
export function recordedLabels(expr: Expr, set: Readonly<Record<string, string>>, series: Series): LabelSet {
  const labels = labelsOf(expr, series);
  const removed = Object.keys(set).filter((label) => set[label] === "");
  const added = Object.entries(set).filter(([, value]) => value !== "");
  const base = withLabels(
    minus(labels, removed),
    added.map(([label]) => label),
  );
  return { ...base, sure: new Map([...base.sure, ...added]) };
}

/** Two sets of series that are to be matched, and why they never can be; undefined where they may. */
export function neverMatch(expr: BinaryExpr, series: Series): string | undefined {
  if (typeOf(expr.left) !== "vector" || typeOf(expr.right) !== "vector") return undefined;
  if (expr.op === "or" || expr.match?.fill) return undefined;
  const left = labelsOf(expr.left, series);
  const right = labelsOf(expr.right, series);
  const compared = (label: string): boolean =>
    expr.match === undefined || expr.match.labels.includes(label) === (expr.match.mode === "on");
  for (const [one, other, side] of [
    [left, right, "right"],
    [right, left, "left"],
  ] as const) {
    for (const [label, value] of one.sure) {
      if (!compared(label)) continue;
      if (!mayHave(other, label)) return `the ${side} side has no label "${label}", the other always has`;
      const theirs = other.sure.get(label);
      if (value !== undefined && theirs !== undefined && value !== theirs) {
        return `one side has ${label}="${value}", the other ${label}="${theirs}"`;
      }
    }
  }
  return undefined;
}
