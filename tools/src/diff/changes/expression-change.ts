import { parsePromql, type PromqlNode } from "@monitoring/collection";
import { code, listed } from "../text/markdown.ts";
import type { Fact } from "./change.ts";

interface Token {
  readonly text: string;
  readonly node: PromqlNode;
}

/** How an alert's condition differs: by its numbers alone, so that it is harder or easier to meet, or altogether. */
export function expressionFacts(before: string, after: string): readonly Fact[] {
  if (shape(before) !== shape(after)) return [{ risk: "unclear", says: "fires under another condition" }];
  const young = tokens(after);
  const changed = tokens(before).flatMap((token, i) => {
    const other = young[i];
    return other === undefined || token.text === other.text ? [] : [[token, other] as const];
  });
  if (changed.length === 0) return [];
  if (!changed.every((both) => both.every(isNumber))) {
    return [{ risk: "unclear", says: "fires under another condition" }];
  }
  const numbers = changed.map(
    ([a, b]) => `${code(`${comparison(a)}${a.text}`)} → ${code(`${comparison(b)}${b.text}`)}`,
  );
  const says = listed([...new Set(numbers)], 3);
  const directions = new Set(changed.map(([a, b]) => direction(a, b)));
  if (directions.size > 1 || directions.has(0))
    return [{ risk: "unclear", says: `has other numbers: ${says}` }];
  return directions.has(1)
    ? [{ risk: "later", says: `needs more to fire: ${says}` }]
    : [{ risk: "louder", says: `needs less to fire: ${says}` }];
}

/** An expression on several lines: one for each condition that `and`, `or` and `unless` put together. */
export function inLines(expr: string): string {
  const breaks: number[] = [];
  parsePromql(expr).tree.iterate({
    enter: ({ node, type }) => {
      if (type.name === "And" || type.name === "Or" || type.name === "Unless") breaks.push(node.from);
    },
  });
  return [0, ...breaks]
    .map((from, i, all) => expr.slice(from, all[i + 1]).trim())
    .filter((line) => line !== "")
    .join("\n");
}

/** The metrics that an expression reads. */
export function metricsIn(expr: string): readonly string[] {
  return parsePromql(expr).selectors.flatMap(({ metric }) => metric ?? []);
}

/** The smallest parts of a text, without spaces and comments. */
function tokens(expr: string): readonly Token[] {
  const found: Token[] = [];
  parsePromql(expr).tree.iterate({
    enter: ({ node }) => {
      if (node.firstChild === null && node.to > node.from && node.name !== "LineComment") {
        found.push({ text: expr.slice(node.from, node.to), node: node.node });
      }
    },
  });
  return found;
}

/** How an expression is built, whatever its names, labels and numbers. */
function shape(expr: string): string {
  const nodes: string[] = [];
  parsePromql(expr).tree.iterate({
    enter: ({ name }) => {
      if (name === "LineComment") return false;
      nodes.push(name, "(");
      return true;
    },
    leave: ({ name }) => {
      if (name !== "LineComment") nodes.push(")");
    },
  });
  return nodes.join("");
}

/** A stretch of time, as in `[5m]` and `offset 60`, is none. */
function isNumber({ node, text }: Token): boolean {
  return node.name === "NumberDurationLiteral" && Number.isFinite(Number(text));
}

const comparisons: Readonly<Record<string, readonly [sign: string, side: 1 | 0 | -1]>> = {
  Gtr: ["> ", 1],
  Gte: [">= ", 1],
  Lss: ["< ", -1],
  Lte: ["<= ", -1],
  Eql: ["== ", 0],
  Neq: ["!= ", 0],
};
const others: readonly string[] = ["Mul", "Div", "Add", "Sub", "Pow", "Mod", "Atan2", "And", "Or", "Unless"];

/** The sign before a number that is compared with directly. */
function comparison({ node }: Token): string {
  const { outer, isRight } = nearestBinary(node);
  return outer && isRight ? (comparisons[operator(outer)]?.[0] ?? "") : "";
}

/** 1 where the second number makes the condition harder to meet than the first, -1 where easier, 0 where nobody knows. */
function direction(before: Token, after: Token): 1 | -1 | 0 {
  let grows = Number(after.text) > Number(before.text) ? 1 : -1;
  let { outer, isRight } = nearestBinary(before.node);
  // Products and quotients of plain numbers are followed; what else a number may be part of is not understood.
  while (outer && /^(?:Mul|Div)$/.test(operator(outer)) && isOfNumbers(outer)) {
    if (operator(outer) === "Div" && isRight) grows = -grows;
    ({ outer, isRight } = nearestBinary(outer));
  }
  const side = outer ? (comparisons[operator(outer)]?.[1] ?? 0) : 0;
  if (!outer || isNegated(outer)) return 0;
  return (grows * side * (isRight ? 1 : -1)) as 1 | -1 | 0;
}

function nearestBinary(node: PromqlNode): { readonly outer: PromqlNode | null; readonly isRight: boolean } {
  let inner = node;
  let outer = node.parent;
  while (outer?.name === "ParenExpr") {
    inner = outer;
    outer = outer.parent;
  }
  if (outer?.name !== "BinaryExpr") return { outer: null, isRight: false };
  return { outer, isRight: outer.lastChild?.from === inner.from };
}

function operator(binary: PromqlNode): string {
  for (let node = binary.firstChild; node; node = node.nextSibling) {
    if (node.name in comparisons || others.includes(node.name)) return node.name;
  }
  return "";
}

function isOfNumbers(binary: PromqlNode): boolean {
  return [binary.firstChild, binary.lastChild].every((side) => side?.name === "NumberDurationLiteral");
}

/** Whether a condition is one under which the alert does not fire. */
function isNegated(condition: PromqlNode): boolean {
  for (let node = condition; node.parent; node = node.parent) {
    const { parent } = node;
    if (parent.name === "FunctionCallBody" || parent.name === "FunctionCall") return true;
    if (
      parent.name === "BinaryExpr" &&
      operator(parent) === "Unless" &&
      parent.lastChild?.from === node.from
    ) {
      return true;
    }
  }
  return false;
}
