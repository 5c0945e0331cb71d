import type { SyntaxNode } from "@lezer/common";
import { parsePromql, type LabelMatcher } from "@monitoring/collection";
import { durationSeconds } from "../duration.ts";

/** A PromQL expression as the checks see it: parentheses gone, durations in seconds. */
export type Expr =
  | NumberExpr
  | TextExpr
  | SelectorExpr
  | RangeExpr
  | SubqueryExpr
  | CallExpr
  | AggregateExpr
  | BinaryExpr
  | WrappedExpr;

interface At {
  /** Offset in the text, in characters. */
  readonly from: number;
  readonly to: number;
}

export interface NumberExpr extends At {
  readonly kind: "number";
  readonly value: number;
}
export interface TextExpr extends At {
  readonly kind: "text";
  readonly value: string;
}
export interface SelectorExpr extends At {
  readonly kind: "selector";
  readonly metric: string | undefined;
  readonly matchers: readonly LabelMatcher[];
}
export interface RangeExpr extends At {
  readonly kind: "range";
  readonly of: Expr;
  /** Undefined where the range is computed. */
  readonly seconds: number | undefined;
}
export interface SubqueryExpr extends At {
  readonly kind: "subquery";
  readonly of: Expr;
  readonly seconds: number | undefined;
  /** Undefined where the step is the evaluation interval or computed. */
  readonly step: number | undefined;
}
export interface CallExpr extends At {
  readonly kind: "call";
  readonly name: string;
  readonly args: readonly Expr[];
}
export interface AggregateExpr extends At {
  readonly kind: "aggregate";
  readonly op: string;
  readonly mode: "by" | "without" | undefined;
  readonly labels: readonly string[];
  readonly args: readonly Expr[];
}
export interface BinaryExpr extends At {
  readonly kind: "binary";
  readonly op: string;
  readonly bool: boolean;
  readonly match: Matching | undefined;
  readonly left: Expr;
  readonly right: Expr;
}
/** How two vectors are joined. */
export interface Matching {
  readonly mode: "on" | "ignoring";
  readonly labels: readonly string[];
  readonly group: "left" | "right" | undefined;
  readonly include: readonly string[];
  /** Whether a side without a partner is filled in. */
  readonly fill: boolean;
}
/** A sign, `offset`, `@`, `anchored` or `smoothed` around an expression. */
export interface WrappedExpr extends At {
  readonly kind: "wrapped";
  readonly by: "minus" | "plus" | "time";
  readonly of: Expr;
}

/** A parsed text, or what is wrong with it and where. */
export type Query =
  | { readonly ok: true; readonly expr: Expr }
  | { readonly ok: false; readonly at: number; readonly message: string };

const operators: Readonly<Record<string, string>> = {
  Pow: "^",
  Mul: "*",
  Div: "/",
  Mod: "%",
  Atan2: "atan2",
  Add: "+",
  Sub: "-",
  Eql: "==",
  Neq: "!=",
  Gte: ">=",
  Gtr: ">",
  Lte: "<=",
  Lss: "<",
  And: "and",
  Or: "or",
  Unless: "unless",
  TrimUpper: "</",
  TrimLower: ">/",
};

const expressions: ReadonlySet<string> = new Set([
  "AggregateExpr",
  "BinaryExpr",
  "FunctionCall",
  "MatrixSelector",
  "NumberDurationLiteral",
  "OffsetExpr",
  "AnchoredExpr",
  "SmoothedExpr",
  "ParenExpr",
  "StringLiteral",
  "SubqueryExpr",
  "UnaryExpr",
  "VectorSelector",
  "StepInvariantExpr",
]);

/** Operators that compare. */
export const comparisons: ReadonlySet<string> = new Set(["==", "!=", ">", "<", ">=", "<="]);
/** Operators on sets of series. */
export const setOperators: ReadonlySet<string> = new Set(["and", "or", "unless"]);

/** Reads PromQL. Value types are not judged here. */
export function readQuery(text: string): Query {
  const { tree, errors } = parsePromql(text);
  const [at] = errors;
  if (at !== undefined) return { ok: false, at, message: syntaxMessage(text, at) };
  const node = children(tree.topNode).find(({ name }) => expressions.has(name));
  if (!node) return { ok: false, at: 0, message: "there is no expression" };
  const open = unclosed(node, text);
  if (open !== undefined) return { ok: false, at: open, message: "a string is not closed" };
  return { ok: true, expr: convert(node, text) };
}

/** Every expression in an expression, itself first. */
export function walk(expr: Expr): readonly Expr[] {
  return [expr, ...parts(expr).flatMap(walk)];
}

/** What an expression is directly made of. */
export function parts(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case "number":
    case "text":
    case "selector":
      return [];
    case "range":
    case "subquery":
    case "wrapped":
      return [expr.of];
    case "call":
    case "aggregate":
      return expr.args;
    case "binary":
      return [expr.left, expr.right];
  }
}

/** The text of an expression, white space aside. */
export function written(expr: Expr, text: string): string {
  return text.slice(expr.from, expr.to).replace(/\s+/g, "");
}

function convert(node: SyntaxNode, text: string): Expr {
  const at = { from: node.from, to: node.to };
  const inner = (from: SyntaxNode = node): readonly SyntaxNode[] =>
    children(from).filter(({ name }) => expressions.has(name));
  const of = (n = 0, from: SyntaxNode = node): Expr => {
    const child = inner(from)[n];
    return child ? convert(child, text) : { kind: "number", value: NaN, ...at };
  };
  switch (node.name) {
    case "NumberDurationLiteral":
      return { kind: "number", value: number(slice(node, text)), ...at };
    case "StringLiteral":
      return { kind: "text", value: unquote(slice(node, text)), ...at };
    case "ParenExpr":
      return of();
    case "VectorSelector":
      return { kind: "selector", ...selector(node, text), ...at };
    case "FunctionCall": {
      const body = node.getChild("FunctionCallBody");
      const args = body ? inner(body).map((arg) => convert(arg, text)) : [];
      return { kind: "call", name: slice(node.getChild("FunctionIdentifier"), text), args, ...at };
    }
    case "AggregateExpr": {
      const body = node.getChild("FunctionCallBody");
      const modifier = node.getChild("AggregateModifier");
      return {
        kind: "aggregate",
        op: slice(node.getChild("AggregateOp"), text).toLowerCase(),
        mode: modifier ? (modifier.getChild("By") ? "by" : "without") : undefined,
        labels: labels(modifier?.getChild("GroupingLabels"), text),
        args: body ? inner(body).map((arg) => convert(arg, text)) : [],
        ...at,
      };
    }
    default:
      return regroup(chain(node, text));
  }
}

/** A word of a chain of operators. */
type Link =
  | { readonly kind: "operand"; readonly expr: Expr }
  | { readonly kind: "sign"; readonly from: number; readonly minus: boolean }
  | { readonly kind: "postfix"; readonly apply: (of: Expr) => Expr }
  | {
      readonly kind: "operator";
      readonly op: string;
      readonly bool: boolean;
      readonly match: Matching | undefined;
    };

/**
 * The operands and operators of an expression in their order. The grammar for editors lets `offset`, `@` and ranges
 * follow a whole chain (`a / b offset 5m` as `(a / b) offset 5m`); Prometheus binds them to the last operand.
 */
function chain(node: SyntaxNode, text: string): readonly Link[] {
  const [first, second] = children(node).filter(({ name }) => expressions.has(name));
  switch (node.name) {
    case "BinaryExpr": {
      const operator = children(node).find(({ name }) => name in operators);
      return [
        ...(first ? chain(first, text) : []),
        {
          kind: "operator",
          op: operators[operator?.name ?? ""] ?? "",
          bool: node.getChild("BoolModifier") !== null,
          match: matching(node, text),
        },
        ...(second ? chain(second, text) : []),
      ];
    }
    case "UnaryExpr":
      return [
        { kind: "sign", from: node.from, minus: slice(node, text).startsWith("-") },
        ...(first ? chain(first, text) : []),
      ];
    case "MatrixSelector":
    case "SubqueryExpr":
    case "OffsetExpr":
    case "StepInvariantExpr":
    case "AnchoredExpr":
    case "SmoothedExpr":
      return [...(first ? chain(first, text) : []), { kind: "postfix", apply: postfix(node, text) }];
    default:
      return [{ kind: "operand", expr: convert(node, text) }];
  }
}

function postfix(node: SyntaxNode, text: string): (of: Expr) => Expr {
  const [seconds, step] = durations(node, text);
  const { to } = node;
  switch (node.name) {
    case "MatrixSelector":
      return (of) => ({ kind: "range", of, seconds, from: of.from, to });
    case "SubqueryExpr":
      return (of) => ({ kind: "subquery", of, seconds, step, from: of.from, to });
    default:
      return (of) => ({ kind: "wrapped", by: "time", of, from: of.from, to });
  }
}

const precedence = (op: string): number =>
  op === "or"
    ? 1
    : ["and", "unless"].includes(op)
      ? 2
      : ["+", "-"].includes(op)
        ? 4
        : op === "^"
          ? 6
          : ["*", "/", "%", "atan2"].includes(op)
            ? 5
            : 3;

/** Builds a chain's tree by Prometheus's precedence. */
function regroup(links: readonly Link[]): Expr {
  let next = 0;
  return binary(0);

  function binary(least: number): Expr {
    let left = operand();
    for (
      let link = links[next];
      link?.kind === "operator" && precedence(link.op) >= least;
      link = links[next]
    ) {
      next++;
      const { op, bool, match } = link;
      // Only the power goes from right to left.
      const right = binary(precedence(op) + (op === "^" ? 0 : 1));
      left = { kind: "binary", op, bool, match, left, right, from: left.from, to: right.to };
    }
    return left;
  }

  function operand(): Expr {
    const link = links[next++];
    if (link?.kind === "sign") {
      // A sign binds as multiplication does: -a ^ b is -(a ^ b).
      const of = binary(precedence("*") + 1);
      return { kind: "wrapped", by: link.minus ? "minus" : "plus", of, from: link.from, to: of.to };
    }
    let expr: Expr = link?.kind === "operand" ? link.expr : { kind: "number", value: NaN, from: 0, to: 0 };
    for (let after = links[next]; after?.kind === "postfix"; after = links[next]) {
      expr = after.apply(expr);
      next++;
    }
    return expr;
  }
}

function matching(node: SyntaxNode, text: string): Matching | undefined {
  const fill = ["FillModifier", "FillClause", "FillLeftClause", "FillRightClause"].some((name) =>
    node.getChild(name),
  );
  const clause = node.getChild("MatchingModifierClause");
  if (!clause)
    return fill ? { mode: "ignoring", labels: [], group: undefined, include: [], fill } : undefined;
  const lists = clause.getChildren("GroupingLabels");
  const group = clause.getChild("GroupLeft") ? "left" : clause.getChild("GroupRight") ? "right" : undefined;
  return {
    mode: clause.getChild("On") ? "on" : "ignoring",
    labels: labels(lists[0], text),
    group,
    include: labels(lists[1], text),
    fill,
  };
}

function selector(node: SyntaxNode, text: string): Pick<SelectorExpr, "metric" | "matchers"> {
  const list = node.getChild("LabelMatchers");
  const quoted = list?.getChild("QuotedLabelName");
  const matchers = (list ? children(list) : [])
    .filter(({ name }) => name === "UnquotedLabelMatcher" || name === "QuotedLabelMatcher")
    .map((matcher) => ({
      label: matcher.getChild("LabelName")
        ? slice(matcher.getChild("LabelName"), text)
        : unquote(slice(matcher.getChild("QuotedLabelName"), text)),
      op: slice(matcher.getChild("MatchOp"), text),
      value: unquote(slice(matcher.getChild("StringLiteral"), text)),
    }));
  const identifier = node.getChild("Identifier");
  const named = matchers.find(({ label, op }) => label === "__name__" && op === "=");
  return {
    metric: identifier ? slice(identifier, text) : quoted ? unquote(slice(quoted, text)) : named?.value,
    matchers: matchers.filter((matcher) => matcher !== named),
  };
}

function labels(node: SyntaxNode | null | undefined, text: string): readonly string[] {
  return (node ? children(node) : [])
    .filter(({ name }) => name === "LabelName" || name === "QuotedLabelName")
    .map((label) => {
      const name = slice(label, text);
      return label.name === "LabelName" ? name : unquote(name);
    });
}

function durations(node: SyntaxNode, text: string): readonly (number | undefined)[] {
  return node.getChildren("DurationExpr").map((duration) => {
    const literal = slice(duration, text).trim();
    return /^[\d.]+$/.test(literal) ? Number(literal) : durationSeconds(literal);
  });
}

function number(text: string): number {
  const sign = text.startsWith("-") ? -1 : 1;
  const rest = text
    .replace(/^[+-]\s*/, "")
    .replaceAll("_", "")
    .toLowerCase();
  if (rest === "inf") return sign * Infinity;
  if (rest === "nan") return NaN;
  return sign * (durationSeconds(rest) ?? Number(rest));
}

/** The first string that has no end: the grammar lets it pass. */
function unclosed(node: SyntaxNode, text: string): number | undefined {
  if (node.name === "StringLiteral") {
    const literal = slice(node, text);
    return literal.length < 2 || literal.at(-1) !== literal[0] ? node.from : undefined;
  }
  return children(node)
    .map((child) => unclosed(child, text))
    .find((at) => at !== undefined);
}

function syntaxMessage(text: string, at: number): string {
  if (text.trim() === "") return "there is no expression";
  const opened = unbalanced(text);
  if (opened !== undefined) return opened;
  const rest = text.slice(at).trim();
  if (rest === "") return "it ends before it is complete";
  const before = /([A-Za-z_]\w*)\s*\($/.exec(text.slice(0, at + 1).trimEnd());
  if (rest.startsWith("(") && before) return `there is no function ${before[1] ?? ""}`;
  const word = /^(\w+|\S)/.exec(rest)?.[0] ?? "";
  return `"${word}" is not expected here`;
}

function unbalanced(text: string): string | undefined {
  const plain = text.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|#[^\n]*/g, "");
  for (const pair of ["()", "[]", "{}"]) {
    const [open = "", close = ""] = pair;
    const difference = plain.split(open).length - plain.split(close).length;
    if (difference > 0) return `a "${open}" is not closed`;
    if (difference < 0) return `a "${close}" was never opened`;
  }
  return undefined;
}

function children(node: SyntaxNode): SyntaxNode[] {
  const list: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) list.push(child);
  return list;
}

function slice(node: SyntaxNode | null, text: string): string {
  return node ? text.slice(node.from, node.to) : "";
}

function unquote(literal: string): string {
  const body = literal.slice(1, -1);
  if (literal.startsWith("`")) return body;
  // Of Go's escapes only these matter to a check.
  return body.replace(/\\(["'\\nt])/g, (_, sign: string) => ({ n: "\n", t: "\t" })[sign] ?? sign);
}
