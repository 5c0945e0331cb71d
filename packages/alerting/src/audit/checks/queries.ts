import type { Check, Found } from "../finding.ts";
import type { Known } from "../known.ts";
import { boundsOf, constant, outcome } from "../promql/bounds.ts";
import type { Complaint } from "../promql/complaint.ts";
import { isConditional, isHeartbeat } from "../promql/conditions.ts";
import { labelsOf, mayHave } from "../promql/label-sets.ts";
import {
  comparisons,
  walk,
  type CallExpr,
  type Expr,
  type Query,
  type SelectorExpr,
} from "../promql/query.ts";
import { typeComplaints, typeOf } from "../promql/value-types.ts";
import { impossible } from "./complaints-of-joins.ts";
import {
  forCounters,
  forGauges,
  isCounter,
  mayBeZero,
  overTime,
  rateOfGauge,
  rawCounter,
  shortRange,
  unwrap,
} from "./complaints-of-ranges.ts";
import { badMatchers, unknownJobs, unknownLabels, unknownMetric } from "./complaints-of-selectors.ts";
import type { World } from "./world.ts";

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

interface Parsed extends QuerySubject {
  readonly expr: Expr;
}

type QueryCheck = Check<QuerySubject>;

/** A check of expressions that are PromQL; the others are told of once. */
function onExpr(
  row: Omit<QueryCheck, "find"> & { readonly find: (query: Parsed) => readonly Complaint[] },
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

/** Whether a label is missing for lack of knowledge rather than by an aggregation. */
function isOnlyUnknown(inner: Expr, label: string, world: World): boolean {
  const blind: World = { ...world, known: new Map(), recordings: new Map(), recorded: () => undefined };
  return mayHave(labelsOf(inner, blind), label);
}

function selectors(expr: Expr): readonly SelectorExpr[] {
  return walk(expr).filter((part) => part.kind === "selector");
}

function calls(expr: Expr, names: ReadonlySet<string>): readonly CallExpr[] {
  return walk(expr).filter((part): part is CallExpr => part.kind === "call" && names.has(part.name));
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
