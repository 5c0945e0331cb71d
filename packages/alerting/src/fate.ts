import { readQuery, type BinaryExpr, type Expr, type SelectorExpr } from "./audit/promql/query.ts";

/** What an expression gives where some series do not exist: nothing ever, the same ever, or what the rest says. */
export interface Fate {
  readonly gives: "nothing" | "the same" | "something";
  /** Why, where it is not "something". */
  readonly why: string;
}

/** Why the series of a selector do not exist; nothing where they may. */
export type WhyGone = (selector: Pick<SelectorExpr, "metric" | "matchers">) => string | undefined;

const alive: Fate = { gives: "something", why: "" };

/**
 * What becomes of a PromQL text where some series do not exist. An operand of `or` may be gone, and one after `unless`:
 * the rest still says something. What is not PromQL is let alone.
 */
export function fateOf(text: string, whyGone: WhyGone): Fate {
  const query = readQuery(text);
  return query.ok ? fate(query.expr, whyGone) : alive;
}

function fate(expr: Expr, whyGone: WhyGone): Fate {
  switch (expr.kind) {
    case "number":
    case "text":
      return alive;
    case "selector": {
      const why = whyGone(expr);
      return why === undefined ? alive : { gives: "nothing", why };
    }
    case "range":
    case "subquery":
    case "wrapped":
      return fate(expr.of, whyGone);
    case "call":
      return call(expr.name, joined(expr.args, whyGone));
    case "aggregate":
      return joined(expr.args, whyGone);
    case "binary":
      return binary(expr, whyGone);
  }
}

/** What takes several takes nothing where one of them is nothing. */
function joined(parts: readonly Expr[], whyGone: WhyGone): Fate {
  const fates = parts.map((part) => fate(part, whyGone));
  return (
    fates.find(({ gives }) => gives === "nothing") ?? fates.find(({ gives }) => gives === "the same") ?? alive
  );
}

function call(name: string, of: Fate): Fate {
  if (of.gives !== "nothing") return of;
  if (name === "absent" || name === "absent_over_time") return { ...of, gives: "the same" };
  // A number there is always, if only NaN.
  return name === "scalar" ? alive : of;
}

function binary({ op, left, right }: BinaryExpr, whyGone: WhyGone): Fate {
  const one = fate(left, whyGone);
  if (op === "unless") return one;
  if (op !== "or") return joined([left, right], whyGone);
  const other = fate(right, whyGone);
  if (one.gives === "the same" || other.gives === "the same") {
    return one.gives === "the same" ? one : other;
  }
  return one.gives === "nothing" && other.gives === "nothing" ? one : alive;
}
