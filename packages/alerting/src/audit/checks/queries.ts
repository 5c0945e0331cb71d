import { nearest, type LabelMatcher } from "@monitoring/collection";
import { formatSeconds } from "../duration.ts";
import type { Check, Found } from "../finding.ts";
import { findSeries, ownSeries, type Known } from "../known.ts";
import { boundsOf, constant, outcome } from "../promql/bounds.ts";
import { isConditional, isHeartbeat } from "../promql/conditions.ts";
import { labelsOf, mayHave, neverMatch, type Series } from "../promql/label-sets.ts";
import {
  comparisons,
  walk,
  written,
  type BinaryExpr,
  type CallExpr,
  type Expr,
  type Query,
  type SelectorExpr,
} from "../promql/query.ts";
import { typeComplaints, typeOf } from "../promql/value-types.ts";
import { regexMistake } from "../regex.ts";

/** A PromQL text in a file, and what it is judged by. */
export interface QuerySubject {
  readonly text: string;
  readonly query: Query;
  /** Line of the nth character. */
  readonly lineAt: (offset: number) => number;
  /** What the expression is for: an alert needs a condition. */
  readonly use: "alert" | "record" | "other";
  readonly name: string;
  readonly world: World;
}

/** What exists: metrics, recordings, jobs. */
export interface World extends Series {
  /** Whether unknown metrics are mistakes: not where nothing is known. */
  readonly complete: boolean;
  readonly recordings: ReadonlyMap<string, Expr>;
  readonly jobs: ReadonlySet<string>;
  /** Seconds between two samples. */
  readonly scrapeInterval: (job: string | undefined) => number;
}

interface Parsed extends QuerySubject {
  readonly expr: Expr;
}

type QueryCheck = Check<QuerySubject>;

/** A check of expressions that are PromQL; the others are told of once. */
function onExpr(
  row: Omit<QueryCheck, "find"> & { readonly find: (query: Parsed) => readonly At[] },
): QueryCheck {
  return {
    ...row,
    find: (subject) => {
      const { query } = subject;
      if (!query.ok) return [];
      return row
        .find({ ...subject, expr: query.expr })
        .map(({ at, reason, remedy }) => ({ line: subject.lineAt(at), reason, remedy }));
    },
  };
}

interface At {
  readonly at: number;
  readonly reason: string;
  readonly remedy: string;
}

const overTime: ReadonlySet<string> = new Set([
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
const forCounters: ReadonlySet<string> = new Set(["rate", "increase", "irate", "resets"]);
const forGauges: ReadonlySet<string> = new Set(["delta", "idelta", "deriv", "predict_linear"]);

/** Checks of one PromQL expression. */
export const queryChecks: readonly QueryCheck[] = [
  {
    id: "promql-syntax",
    severity: "error",
    what: "an expression that is not PromQL",
    find: ({ text, query, lineAt }) => {
      if (query.ok) return [];
      const start = Math.max(0, query.at - 20);
      const near = text.slice(start, query.at + 20).trim();
      return [
        {
          line: lineAt(Math.min(query.at, Math.max(0, text.trimEnd().length - 1))),
          reason: `this is not PromQL: ${query.message}`,
          remedy: near === "" ? "write an expression" : `look at: ${near}`,
        },
      ];
    },
  },
  onExpr({
    id: "promql-types",
    severity: "error",
    what: "a function or operator given something it does not take",
    find: ({ expr }) => {
      const complaints = typeComplaints(expr);
      if (complaints.length > 0 || ["scalar", "vector"].includes(typeOf(expr))) return complaints;
      return [
        {
          at: expr.from,
          reason: `the expression gives ${typeOf(expr) === "matrix" ? "a range of samples" : "a text"}, not one value a series`,
          remedy: "put a function such as rate() around the range",
        },
      ];
    },
  }),
  onExpr({
    id: "unknown-metric",
    severity: "error",
    what: "a metric that nothing in this stack exposes or records",
    find: ({ expr, world }) =>
      world.complete ? selectors(expr).flatMap((one) => unknownMetric(one, world)) : [],
  }),
  onExpr({
    id: "unknown-label",
    severity: "error",
    what: "a condition on a label that the metric does not have",
    find: ({ expr, world }) => selectors(expr).flatMap((one) => unknownLabels(one, world)),
  }),
  onExpr({
    id: "unknown-job",
    severity: "error",
    what: "a condition on a job that does not exist",
    find: ({ expr, world }) => selectors(expr).flatMap((one) => unknownJobs(one, world)),
  }),
  onExpr({
    id: "bad-matcher",
    severity: "error",
    what: "a regular expression that is none, or two conditions that exclude each other",
    find: ({ expr }) => selectors(expr).flatMap(badMatchers),
  }),
  onExpr({
    id: "no-condition",
    severity: "error",
    what: "an alert whose expression always gives a result",
    find: ({ expr, use, world }) => {
      if (
        use !== "alert" ||
        isHeartbeat(expr) ||
        isConditional(expr, world.known, (name) => world.recordings.get(name))
      ) {
        return [];
      }
      return [{ at: expr.from, ...withoutCondition(expr, world.known) }];
    },
  }),
  onExpr({
    id: "impossible",
    severity: "error",
    what: "a comparison or join that can never give a result",
    find: ({ expr, text, world }) =>
      walk(expr).flatMap((part) => (part.kind === "binary" ? impossible(part, text, world) : [])),
  }),
  onExpr({
    id: "rate-of-gauge",
    severity: "error",
    what: "rate(), increase(), irate() or resets() of what is not a counter",
    find: ({ expr, world }) => calls(expr, forCounters).flatMap((call) => rateOfGauge(call, world)),
  }),
  onExpr({
    id: "rate-of-sum",
    severity: "error",
    what: "the rate of a sum of counters, which jumps when one of them restarts",
    find: ({ expr, world }) =>
      calls(expr, forCounters).flatMap((call) => {
        const inner = unwrap(call.args[0]);
        if (inner?.kind !== "subquery" || inner.of.kind !== "aggregate") return [];
        if (!selectors(inner.of).some(({ metric }) => isCounter(metric, world.known))) return [];
        if (walk(inner.of).some((part) => part.kind === "call" && overTime.has(part.name))) return [];
        return [
          {
            at: call.from,
            reason: `${call.name}() of a ${inner.of.op} of counters takes each restart for a jump`,
            remedy: `turn it round: ${inner.of.op}(${call.name}(...))`,
          },
        ];
      }),
  }),
  onExpr({
    id: "delta-of-counter",
    severity: "warning",
    what: "delta(), deriv() or predict_linear() of a counter, which restarts at 0",
    find: ({ expr, world }) =>
      calls(expr, forGauges).flatMap((call) => {
        const of = unwrap(call.args[0]);
        const inner = of?.kind === "range" ? unwrap(of.of) : undefined;
        if (inner?.kind !== "selector" || !isCounter(inner.metric, world.known)) return [];
        return [
          {
            at: call.from,
            reason: `${call.name}() of the counter ${inner.metric ?? ""} is wrong over each restart`,
            remedy: "use increase() or rate()",
          },
        ];
      }),
  }),
  onExpr({
    id: "counter-without-rate",
    severity: "error",
    what: "a counter compared with a threshold: once crossed, until the next restart",
    find: ({ expr, use, world }) =>
      use === "alert"
        ? walk(expr).flatMap((part) => (part.kind === "binary" ? rawCounter(part, world.known) : []))
        : [],
  }),
  onExpr({
    id: "short-range",
    severity: "error",
    what: "a range that holds fewer than two samples",
    find: ({ expr, world }) => calls(expr, overTime).flatMap((call) => shortRange(call, world)),
  }),
  onExpr({
    id: "division-by-zero",
    severity: "error",
    what: "a division by the number 0, or a comparison with NaN",
    find: ({ expr }) =>
      walk(expr).flatMap((part) => {
        if (part.kind !== "binary") return [];
        const right = constant(part.right);
        if (["/", "%"].includes(part.op) && right === 0) {
          return [
            {
              at: part.from,
              reason: "a division by 0 gives NaN or infinity, whatever is divided",
              remedy: "divide by something else",
            },
          ];
        }
        if (comparisons.has(part.op) && [right, constant(part.left)].some(Number.isNaN)) {
          return [
            {
              at: part.from,
              reason: "nothing compares with NaN, not even NaN",
              remedy: "write x != x to find NaN",
            },
          ];
        }
        return [];
      }),
  }),
  onExpr({
    id: "division-unguarded",
    severity: "warning",
    what: "a quotient inside an aggregation whose divisor may be 0: one NaN makes the whole result NaN",
    find: ({ expr, world }) =>
      walk(expr).flatMap((part) => {
        if (part.kind !== "aggregate" || !["sum", "avg", "stddev", "stdvar"].includes(part.op)) return [];
        return walk(part).flatMap((inner) =>
          inner.kind === "binary" && ["/", "%"].includes(inner.op) && mayBeZero(inner.right, world.known)
            ? [
                {
                  at: inner.from,
                  reason: `where the divisor is 0, the whole ${part.op}() becomes NaN`,
                  remedy: "guard it: ... / (divisor > 0), or divide after aggregating",
                },
              ]
            : [],
        );
      }),
  }),
  onExpr({
    id: "label-aggregated-away",
    severity: "error",
    what: "grouping by a label that an inner aggregation has removed",
    find: ({ expr, world }) =>
      walk(expr).flatMap((part) => {
        if (part.kind !== "aggregate" || part.mode !== "by") return [];
        const inner = part.args.at(-1);
        if (!inner || (inner.kind === "selector" && !world.recordings.has(inner.metric ?? ""))) return [];
        const labels = labelsOf(inner, world);
        return part.labels
          .filter((label) => !mayHave(labels, label) && !isOnlyUnknown(inner, label, world))
          .map((label) => ({
            at: part.from,
            reason: `grouped by "${label}", which what is inside no longer has`,
            remedy: `keep "${label}" in the inner aggregation, or remove it here`,
          }));
      }),
  }),
  onExpr({
    id: "histogram-without-le",
    severity: "error",
    what: "histogram_quantile() of buckets that were summed without their le label",
    find: ({ expr, world }) =>
      calls(expr, new Set(["histogram_quantile", "histogram_quantiles"])).flatMap((call) => {
        const arg = call.args.find((one) => typeOf(one) === "vector");
        const phi = call.name === "histogram_quantile" && call.args[0] ? constant(call.args[0]) : undefined;
        if (phi !== undefined && (phi < 0 || phi > 1)) {
          return [
            {
              at: call.from,
              reason: `the quantile ${phi} is not between 0 and 1`,
              remedy: `write ${phi > 1 && phi <= 100 ? phi / 100 : 0.99}`,
            },
          ];
        }
        if (!arg || !selectors(arg).some(({ metric }) => metric?.endsWith("_bucket"))) return [];
        if (mayHave(labelsOf(arg, world), "le")) return [];
        return [
          {
            at: call.from,
            reason: `${call.name}() needs the label "le", which the aggregation removes: it never gives a result`,
            remedy: "add le: sum by (le) (...)",
          },
        ];
      }),
  }),
];

function withoutCondition(expr: Expr, known: Known): { readonly reason: string; readonly remedy: string } {
  if (expr.kind === "binary" && comparisons.has(expr.op)) {
    if (expr.bool) {
      return {
        reason: `"${expr.op} bool" gives 0 or 1 instead of choosing: the alert fires either way`,
        remedy: 'remove "bool"',
      };
    }
    if (outcome(expr.op, boundsOf(expr.left, known), boundsOf(expr.right, known)) === "always") {
      return {
        reason: `the comparison "${expr.op}" is always true: the alert fires for ever`,
        remedy: "compare with a value that is not always passed",
      };
    }
  }
  return {
    reason: "the expression compares nothing: the alert fires as long as the series exist",
    remedy: "compare it with a threshold, as in ... > 5 or ... == 0",
  };
}

function unknownMetric(one: SelectorExpr, world: World): At[] {
  const name = one.metric;
  if (name === undefined || name.startsWith("ALERTS")) return [];
  if (findSeries(world.known, name) || ownSeries.has(name) || world.recordings.has(name)) return [];
  const meant = nearest(name, [...world.known.keys(), ...ownSeries.keys(), ...world.recordings.keys()]);
  const family = world.known.get(name);
  const parts =
    family?.type === "histogram"
      ? `it is a histogram: read ${name}_bucket, ${name}_sum or ${name}_count`
      : undefined;
  return [
    {
      at: one.from,
      reason: `nothing in this stack exposes or records the metric ${name}`,
      remedy:
        parts ??
        (meant
          ? `did you mean ${meant}? A recording of another exporter is added with --metrics`
          : "add a recording of what exposes it with --metrics <file>"),
    },
  ];
}

function unknownLabels(one: SelectorExpr, world: World): At[] {
  const name = one.metric;
  const metric = name === undefined ? undefined : (findSeries(world.known, name) ?? ownSeries.get(name));
  if (metric === undefined || world.recordings.has(name ?? "")) return [];
  const labels = [...metric.labels, ...world.targetLabels];
  return one.matchers
    .filter((matcher) => !labels.includes(matcher.label) && excludesMissing(matcher))
    .map(({ label }) => {
      const meant = nearest(label, labels);
      return {
        at: one.from,
        reason: `${name ?? "it"} has no label "${label}": nothing is selected`,
        remedy: meant ? `did you mean ${meant}?` : `it has ${[...labels].sort().join(", ")}`,
      };
    });
}

/** Whether a condition fails where the label is missing. */
function excludesMissing({ op, value }: LabelMatcher): boolean {
  if (op === "=") return value !== "";
  if (op === "!=") return value === "";
  if (op !== "=~") return false;
  return safely(() => !new RegExp(`^(?:${value})$`).test("")) ?? false;
}

function unknownJobs(one: SelectorExpr, world: World): At[] {
  if (world.jobs.size === 0) return [];
  return one.matchers.flatMap((matcher) => {
    if (matcher.label !== "job" || matcher.value === "" || matcher.op.startsWith("!")) return [];
    const matches =
      matcher.op === "="
        ? world.jobs.has(matcher.value)
        : [...world.jobs].some((job) => safely(() => new RegExp(`^(?:${matcher.value})$`).test(job)) ?? true);
    if (matches) return [];
    const meant = nearest(matcher.value, [...world.jobs]);
    return [
      {
        at: one.from,
        reason: `there is no job ${matcher.op === "=" ? `"${matcher.value}"` : `that matches ${matcher.value}`}: nothing is selected`,
        remedy: meant
          ? `did you mean "${meant}"?`
          : `there are ${[...world.jobs].sort().join(", ")}; --job <name> adds one`,
      },
    ];
  });
}

function safely<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

function badMatchers(one: SelectorExpr): At[] {
  const wrong = one.matchers.flatMap(({ label, op, value }) => {
    const mistake = op.endsWith("~") ? regexMistake(value) : undefined;
    return mistake === undefined
      ? []
      : [
          {
            at: one.from,
            reason: `the condition on "${label}" is no regular expression: ${mistake}`,
            remedy: `mend ${value}`,
          },
        ];
  });
  const equal = one.matchers.filter(({ op }) => op === "=");
  const twice = equal.find(({ label, value }) =>
    equal.some((other) => other.label === label && other.value !== value),
  );
  return twice === undefined
    ? wrong
    : [
        ...wrong,
        {
          at: one.from,
          reason: `"${twice.label}" cannot have two values at once: nothing is selected`,
          remedy: `write ${twice.label}=~"${equal
            .filter(({ label }) => label === twice.label)
            .map(({ value }) => value)
            .join("|")}"`,
        },
      ];
}

function impossible(expr: BinaryExpr, text: string, world: World): At[] {
  if (expr.op === "unless" && written(expr.left, text) === written(expr.right, text)) {
    return [
      {
        at: expr.from,
        reason: '"unless" takes away exactly what it begins with: nothing is left',
        remedy: "take away something else",
      },
    ];
  }
  if (comparisons.has(expr.op) && !expr.bool && typeOf(expr) === "vector") {
    const left = boundsOf(expr.left, world.known);
    const right = boundsOf(expr.right, world.known);
    if (outcome(expr.op, left, right) === "never") {
      return [
        {
          at: expr.from,
          reason: `this comparison is never true: the left side lies ${between(left)}, the right side ${between(right)}`,
          remedy:
            left[0] === 1 && expr.left.kind === "aggregate"
              ? "count() of nothing is no 0 but nothing: use absent()"
              : "compare with a value that can occur",
        },
      ];
    }
  }
  if (expr.op === "and") {
    const both = contradiction(expr, text);
    if (both) return [both];
  }
  const why = neverMatch(expr, world);
  if (why === undefined) return [];
  return [
    {
      at: expr.from,
      reason:
        expr.op === "unless"
          ? `"unless" never takes anything away: ${why}`
          : `the two sides of "${expr.op}" never match: ${why}`,
      remedy: "say which labels are to be equal: on(...) or ignoring(...), or aggregate both sides alike",
    },
  ];
}

function between([low, high]: readonly [number, number]): string {
  if (low === high) return `at ${low}`;
  if (low === -Infinity) return high === Infinity ? "anywhere" : `at ${high} or below`;
  return high === Infinity ? `at ${low} or above` : `between ${low} and ${high}`;
}

/** `x > 5 and x < 3`. */
function contradiction(expr: BinaryExpr, text: string): At | undefined {
  const { left, right } = expr;
  if (
    left.kind !== "binary" ||
    right.kind !== "binary" ||
    written(left.left, text) !== written(right.left, text)
  ) {
    return undefined;
  }
  const [a, b] = [constant(left.right), constant(right.right)];
  if (a === undefined || b === undefined || left.bool || right.bool) return undefined;
  const low = (op: string, value: number): number => ([">", ">=", "=="].includes(op) ? value : -Infinity);
  const high = (op: string, value: number): number => (["<", "<=", "=="].includes(op) ? value : Infinity);
  const least = Math.max(low(left.op, a), low(right.op, b));
  const most = Math.min(high(left.op, a), high(right.op, b));
  const strict = [left.op, right.op].some((op) => op === ">" || op === "<");
  if (least < most || (least === most && !strict)) return undefined;
  return {
    at: expr.from,
    reason: "the two conditions exclude each other",
    remedy: 'write "or", or mend a threshold',
  };
}

function rateOfGauge(call: CallExpr, world: World): At[] {
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

function rawCounter(expr: BinaryExpr, known: Known): At[] {
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

function shortRange(call: CallExpr, world: World): At[] {
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

function mayBeZero(expr: Expr, known: Known): boolean {
  if (typeOf(expr) === "scalar") return false;
  const [low, high] = boundsOf(expr, known);
  if (low > 0 || high < 0) return false;
  return !walk(expr).some((part) => part.kind === "binary" && [">", "!="].includes(part.op) && !part.bool);
}

/** Whether a label is missing for lack of knowledge rather than by an aggregation. */
function isOnlyUnknown(inner: Expr, label: string, world: World): boolean {
  const blind: World = { ...world, known: new Map(), recordings: new Map(), recorded: () => undefined };
  return mayHave(labelsOf(inner, blind), label);
}

function isCounter(metric: string | undefined, known: Known): boolean {
  if (metric === undefined) return false;
  const type = findSeries(known, metric)?.type;
  return type === "counter" || ((type === undefined || type === "unknown") && metric.endsWith("_total"));
}

function selectors(expr: Expr): readonly SelectorExpr[] {
  return walk(expr).filter((part) => part.kind === "selector");
}

function calls(expr: Expr, names: ReadonlySet<string>): readonly CallExpr[] {
  return walk(expr).filter((part): part is CallExpr => part.kind === "call" && names.has(part.name));
}

function unwrap(expr: Expr | undefined): Expr | undefined {
  return expr?.kind === "wrapped" ? unwrap(expr.of) : expr;
}

/** Everything that the checks tell of one PromQL text. */
export function checkQuery(
  subject: QuerySubject,
  allowed: (id: string) => boolean = () => true,
): readonly (Found & Pick<QueryCheck, "id" | "severity">)[] {
  return queryChecks
    .filter(({ id }) => allowed(id))
    .flatMap(({ id, severity, find }) => find(subject).map((found) => ({ ...found, id, severity })));
}
