import type { Known } from "../known.ts";
import { boundsOf, constant, outcome } from "./bounds.ts";
import { comparisons, type Expr } from "./query.ts";

/** What decides whether a recording's series come and go. */
export type Recorded = (name: string) => Expr | undefined;

/** Whether it depends on the state of things that an expression gives a result, and not only on series existing. */
export function isConditional(expr: Expr, known: Known, recorded: Recorded, depth = 0): boolean {
  const inside = (part: Expr | undefined): boolean =>
    part !== undefined && isConditional(part, known, recorded, depth);
  switch (expr.kind) {
    case "number":
    case "text":
      return false;
    case "selector": {
      // ALERTS exists while an alert fires; an info metric with a value exists while something has that version.
      if (expr.metric?.startsWith("ALERTS")) return true;
      if (
        expr.metric?.endsWith("_info") &&
        expr.matchers.some(({ label }) => !["job", "instance"].includes(label))
      ) {
        return true;
      }
      const rule = expr.metric === undefined || depth > 8 ? undefined : recorded(expr.metric);
      return rule !== undefined && isConditional(rule, known, recorded, depth + 1);
    }
    case "range":
    case "subquery":
    case "wrapped":
      return inside(expr.of);
    case "aggregate":
      return inside(expr.args.at(-1));
    case "call":
      if (["absent", "absent_over_time"].includes(expr.name)) return true;
      // A count of samples, or whether there was one, says something about what came and went.
      return expr.name === "present_over_time" || expr.args.some(inside);
    case "binary":
      if (expr.op === "unless") return true;
      if (expr.op === "or") return inside(expr.left) && inside(expr.right);
      if (comparisons.has(expr.op) && !expr.bool && compares(expr, known)) return true;
      return inside(expr.left) || inside(expr.right);
  }
}

function compares(expr: Extract<Expr, { kind: "binary" }>, known: Known): boolean {
  return outcome(expr.op, boundsOf(expr.left, known), boundsOf(expr.right, known)) !== "always";
}

/** Whether an expression is a heartbeat: a number such as `vector(1)`, which fires always, on purpose. */
export function isHeartbeat(expr: Expr): boolean {
  return constant(expr) !== undefined;
}
