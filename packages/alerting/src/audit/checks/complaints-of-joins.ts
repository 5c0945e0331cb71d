import { boundsOf, constant, outcome } from "../promql/bounds.ts";
import type { Complaint } from "../promql/complaint.ts";
import { neverMatch } from "../promql/label-sets.ts";
import { comparisons, written, type BinaryExpr } from "../promql/query.ts";
import { typeOf } from "../promql/value-types.ts";
import type { World } from "./world.ts";

/** Why a comparison or join never gives a result. */
export function impossible(expr: BinaryExpr, text: string, world: World): Complaint[] {
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
function contradiction(expr: BinaryExpr, text: string): Complaint | undefined {
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
