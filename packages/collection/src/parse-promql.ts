import type { SyntaxNode, Tree } from "@lezer/common";
import { parser } from "@prometheus-io/lezer-promql";

/** A node of a parsed PromQL text. */
export type PromqlNode = SyntaxNode;

/** A label's condition in a selector, with its operator as written: `=`, `!=`, `=~`, `!~`. */
export interface LabelMatcher {
  readonly label: string;
  readonly op: string;
  readonly value: string;
}

/** One selector of a PromQL text. */
export interface Selector {
  /** Undefined where the selector names no metric, as in `{job="x"}`. */
  readonly metric: string | undefined;
  readonly matchers: readonly LabelMatcher[];
  /** Conditions on the metric's name other than that it is {@link metric}, as in `{__name__=~"pg_.+"}`. */
  readonly nameMatchers: readonly LabelMatcher[];
  /** The stretch of time whose samples are read, as written (`5m`); undefined where only the newest is. */
  readonly range: string | undefined;
  /** Offset of the selector in the text, in characters. */
  readonly from: number;
}

/** What a PromQL text reads, as its own parser sees it. */
export interface ParsedPromql {
  readonly tree: Tree;
  readonly selectors: readonly Selector[];
  /** Labels named in `by`, `without`, `on`, `ignoring`, `group_left` and `group_right`. */
  readonly grouping: readonly string[];
  /** Labels that the text makes itself: `label_replace`, `label_join`, `count_values`. */
  readonly created: readonly string[];
  /** Offsets at which the text is not PromQL; empty when it is. */
  readonly errors: readonly number[];
}

// The same text is asked about by many: contract, audit, keep-list, price.
const parsed = new Map<string, ParsedPromql>();

/** Parses PromQL with the grammar of Prometheus's own UI. Never throws: what is wrong is in `errors`. */
export function parsePromql(text: string): ParsedPromql {
  const known = parsed.get(text) ?? parse(text);
  parsed.set(text, known);
  return known;
}

function parse(text: string): ParsedPromql {
  const tree = parser.parse(text);
  const selectors: Selector[] = [];
  const grouping: string[] = [];
  const created: string[] = [];
  const errors: number[] = [];
  tree.iterate({
    enter: ({ node, type }) => {
      if (type.isError) errors.push(node.from);
      else if (type.name === "VectorSelector") selectors.push(selector(node, text));
      else if (type.name === "GroupingLabels") grouping.push(...labelNames(node, text));
      else if (type.name === "FunctionCall" || type.name === "AggregateExpr") {
        created.push(...createdLabel(node, text));
      }
    },
  });
  return { tree, selectors, grouping, created, errors };
}

function selector(node: SyntaxNode, text: string): Selector {
  const list = node.getChild("LabelMatchers");
  const matchers = [
    ...(list?.getChildren("UnquotedLabelMatcher") ?? []),
    ...(list?.getChildren("QuotedLabelMatcher") ?? []),
  ].map((matcher) => labelMatcher(matcher, text));
  const identifier = node.getChild("Identifier");
  // A name with dots stands quoted among the labels.
  const quoted = list?.getChild("QuotedLabelName");
  const named = matchers.find(({ label, op }) => label === "__name__" && op === "=");
  const metric = identifier ? slice(identifier, text) : quoted ? unquote(slice(quoted, text)) : named?.value;
  return {
    metric,
    matchers: matchers.filter(({ label }) => label !== "__name__"),
    nameMatchers: matchers.filter((matcher) => matcher.label === "__name__" && matcher !== named),
    range: rangeOf(node, text),
    from: node.from,
  };
}

function rangeOf({ parent }: SyntaxNode, text: string): string | undefined {
  const duration = parent?.name === "MatrixSelector" ? parent.getChild("DurationExpr") : null;
  return duration ? slice(duration, text) : undefined;
}

function labelMatcher(node: SyntaxNode, text: string): LabelMatcher {
  const quoted = node.getChild("QuotedLabelName");
  return {
    label: quoted ? unquote(slice(quoted, text)) : slice(node.getChild("LabelName"), text),
    op: slice(node.getChild("MatchOp"), text),
    value: unquote(slice(node.getChild("StringLiteral"), text)),
  };
}

function labelNames(node: SyntaxNode, text: string): string[] {
  return [
    ...node.getChildren("LabelName").map((label) => slice(label, text)),
    ...node.getChildren("QuotedLabelName").map((label) => unquote(slice(label, text))),
  ];
}

const creators: ReadonlySet<string> = new Set(["LabelReplace", "LabelJoin", "CountValues"]);

/** The first string argument of the functions that make a label is the label's name. */
function createdLabel(node: SyntaxNode, text: string): string[] {
  const name = (node.getChild("FunctionIdentifier") ?? node.getChild("AggregateOp"))?.firstChild?.name ?? "";
  if (!creators.has(name)) return [];
  const literal = node.getChild("FunctionCallBody")?.getChild("StringLiteral");
  return literal ? [unquote(slice(literal, text))] : [];
}

function slice(node: SyntaxNode | null, text: string): string {
  return node ? text.slice(node.from, node.to) : "";
}

function unquote(literal: string): string {
  if (literal.startsWith('"')) {
    try {
      return JSON.parse(literal) as string;
    } catch {
      // Go knows escapes that JSON does not; the raw text is close enough for a message.
    }
  }
  return literal.slice(1, -1);
}
