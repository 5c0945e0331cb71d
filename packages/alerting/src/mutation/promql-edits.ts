import { parsePromql, promqlSeconds, type PromqlNode } from "@monitoring/collection";
import { readQuery, setOperators, walk, type Expr } from "../audit/promql/query.ts";
import { withoutAlternative } from "./alternatives.ts";
import { edited, type Edit, type MutantKind } from "./edit.ts";
import {
  aggregations,
  arithmetic,
  comparisons,
  negated,
  numbers,
  overTime,
  removable,
  stretches,
} from "./replacements.ts";

/** What can be made wrong about a node of the syntax tree. */
type Operator = (node: PromqlNode, text: string) => readonly Edit[];

/** By the node's name in the grammar. */
const ofNode: Readonly<Record<string, Operator>> = {
  ...forEach(["Gtr", "Gte", "Lss", "Lte", "Eql", "Neq"], swap("comparison", comparisons)),
  ...forEach(["Add", "Sub", "Mul", "Div"], swap("operator", arithmetic)),
  AggregateOp: swap("aggregation", aggregations),
  FunctionIdentifier: swap("aggregation", overTime),
  NumberDurationLiteral: (node, text) => {
    const written = slice(node, text);
    return numbers(Number(written)).map((value) => replace("threshold", node, text, String(value)));
  },
  GroupingLabels: (node, text) =>
    withoutOne(node.getChildren("LabelName"), text).map((rest) =>
      replace("grouping", node, text, `(${rest})`),
    ),
  LabelMatchers: (node, text) =>
    withoutOne(node.getChildren("UnquotedLabelMatcher"), text).map((rest) =>
      replace("matcher", node, text, `{${rest}}`),
    ),
  UnquotedLabelMatcher: matcher,
  DurationExpr: lengths,
  OffsetExpr: offset,
  UnaryExpr: ({ from }) => [{ kind: "operator", from, to: from + 1, text: "", change: "the sign left out" }],
  FunctionCall: call,
};

/** Every way in which an expression can be made wrong, each result once, in the order of the text. */
export function promqlEdits(text: string): readonly Edit[] {
  const query = readQuery(text);
  if (!query.ok) throw new Error(`not PromQL: ${text}`);
  const found: Edit[] = [];
  parsePromql(text).tree.iterate({
    enter: ({ node, name }) => {
      found.push(...(ofNode[name]?.(node, text) ?? []));
    },
  });
  found.push(...walk(query.expr).flatMap((expr) => operands(expr, text)));
  const results = new Set([text]);
  return found
    .filter((edit) => {
      const result = edited(text, edit);
      return !results.has(result) && results.add(result);
    })
    .sort((a, b) => a.from - b.from || a.to - b.to);
}

/** A set operation with one side alone: the first of `and` and `unless`, either of `or`. */
function operands(expr: Expr, text: string): readonly Edit[] {
  if (expr.kind !== "binary" || !setOperators.has(expr.op)) return [];
  const sides = [
    { side: expr.left, change: `${expr.op} without its right side` },
    ...(expr.op === "or" ? [{ side: expr.right, change: "or without its left side" }] : []),
  ];
  const { from } = span(expr.left, text);
  const { to } = span(expr.right, text);
  return sides.map(({ side, change }) => {
    const kept = span(side, text);
    return { kind: "operand", from, to, text: text.slice(kept.from, kept.to), change };
  });
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Where an expression stands, with the parentheses around it that the tree of expressions leaves out. */
function span(expr: Expr, text: string): Span {
  const { from, to } =
    expr.kind === "binary" ? { from: span(expr.left, text).from, to: span(expr.right, text).to } : expr;
  return parenthesised({ from, to }, text);
}

// A call's own parenthesis follows a name, an aggregation's its labels; any other an operator or the labels of a join.
const freeParenthesis =
  /(^|[^\w\s)]|\b(and|or|unless|bool)|\b(on|ignoring|group_left|group_right)\s*\([^()]*\))\s*\($/;

function parenthesised({ from, to }: Span, text: string): Span {
  const before = text.slice(0, from).trimEnd();
  const after = text.length - text.slice(to).trimStart().length;
  if (!freeParenthesis.test(before) || text[after] !== ")") return { from, to };
  return parenthesised({ from: before.length - 1, to: after + 1 }, text);
}

function matcher(node: PromqlNode, text: string): readonly Edit[] {
  const operator = node.getChild("MatchOp");
  const value = node.getChild("StringLiteral");
  if (!operator || !value) return [];
  const other = negated[slice(operator, text)] ?? "=";
  const label = slice(node.getChild("LabelName"), text);
  const fewer = slice(operator, text).includes("~") ? withoutAlternative(literal(value, text)) : [];
  return [
    replace("matcher", node, text, `${label}${other}${slice(value, text)}`),
    ...fewer.map((regex) => replace("matcher", value, text, `"${regex}"`)),
  ];
}

function lengths(node: PromqlNode, text: string): readonly Edit[] {
  return stretches(promqlSeconds(slice(node, text))).map((value) =>
    replace("range", node, text, `${value}s`),
  );
}

function offset(node: PromqlNode, text: string): readonly Edit[] {
  const word = node.getChild("Offset");
  const duration = node.getChild("OffsetDurationExpr");
  if (!word || !duration) return [];
  const { from } = word;
  const { to } = duration;
  const change = `${text.slice(from, to)} left out`;
  return [...lengths(duration, text), { kind: "range", from, to, text: "", change }];
}

/** A call that is left out, and its texts (those of label_replace and the like) that are others. */
function call(node: PromqlNode, text: string): readonly Edit[] {
  const name = slice(node.getChild("FunctionIdentifier"), text);
  const body = node.getChild("FunctionCallBody");
  if (!body || !removable.has(name)) return [];
  const [first] = children(body).filter((child) => !/^\W$/.test(child.name));
  if (!first) return [];
  const strings = body.getChildren("StringLiteral").flatMap((string, i) => {
    const value = literal(string, text);
    // The label that is looked at; where it is none, the text is a constant.
    if (i === 2 && value === "") return [];
    const others = [`${value}x`, ...(i === 3 ? withoutAlternative(value) : [])];
    return others.map((other) => replace("label", string, text, `"${other}"`));
  });
  const { from, to } = node;
  return [
    { kind: "function", from, to, text: `(${slice(first, text)})`, change: `${name} left out` },
    ...strings,
  ];
}

function forEach(names: readonly string[], operator: Operator): Readonly<Record<string, Operator>> {
  return Object.fromEntries(names.map((name) => [name, operator]));
}

function swap(kind: MutantKind, others: Readonly<Record<string, readonly string[]>>): Operator {
  return (node, text) => {
    // In a matcher, != is no comparison.
    if (node.parent?.name === "MatchOp") return [];
    return (others[slice(node, text)] ?? []).map((other) => replace(kind, node, text, other));
  };
}

function replace(kind: MutantKind, { from, to }: Span, text: string, by: string): Edit {
  return { kind, from, to, text: by, change: `${text.slice(from, to)} → ${by}` };
}

/** A list without each of its members in turn. */
function withoutOne(nodes: readonly PromqlNode[], text: string): readonly string[] {
  return nodes.map((node) =>
    nodes
      .filter((other) => other !== node)
      .map((other) => slice(other, text))
      .join(", "),
  );
}

function literal(node: PromqlNode, text: string): string {
  return text.slice(node.from + 1, node.to - 1);
}

function children(node: PromqlNode): readonly PromqlNode[] {
  const list: PromqlNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) list.push(child);
  return list;
}

function slice(node: Span | null, text: string): string {
  return node ? text.slice(node.from, node.to) : "";
}
