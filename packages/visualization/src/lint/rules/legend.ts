import type { PromqlNode } from "@monitoring/collection";
import { textIn } from "../../json-value.ts";
import { argumentsOf, callName } from "../promql-tree.ts";
import type { LintRule } from "../rule.ts";

const lines: ReadonlySet<string> = new Set(["timeseries", "graph", "barchart", "piechart", "bargauge"]);

/** Series have names. */
export const legend: LintRule = {
  id: "legend",
  why: "without a legend, each series is called by all of its labels, which nobody reads",
  foreign: "warning",
  find: ({ dashboard }) =>
    dashboard.panels
      .filter(({ type }) => lines.has(type))
      .flatMap(({ targets, name }) =>
        targets.flatMap(({ json, at, query }) => {
          if (query === undefined || json["hide"] === true || textIn(json, "legendFormat") !== undefined)
            return [];
          if (targets.length === 1 && isSingle(query.parsed.tree.topNode, query.expanded)) return [];
          return [
            {
              at,
              panel: name,
              reason: `has no legend for the series of ${query.text}`,
              remedy: 'name them in "legendFormat", e.g. {{service}}',
            },
          ];
        }),
      ),
};

const choosing: ReadonlySet<string> = new Set(["topk", "bottomk", "limitk", "limit_ratio", "count_values"]);

/** Whether an expression gives one series at most. */
function isSingle(node: PromqlNode | null, text: string): boolean {
  if (node === null) return false;
  switch (node.name) {
    case "PromQL":
    case "ParenExpr":
    case "OffsetExpr":
    case "SubqueryExpr":
      return isSingle(node.firstChild, text);
    case "UnaryExpr":
      return isSingle(node.lastChild, text);
    case "NumberDurationLiteral":
    case "StringLiteral":
      return true;
    case "AggregateExpr":
      return !choosing.has(callName(node, text)) && labels(node) === 0;
    case "FunctionCall":
      return argumentsOf(node).every((argument) => isSingle(argument, text));
    case "BinaryExpr":
      return isSingle(node.firstChild, text) && isSingle(node.lastChild, text);
    default:
      return false;
  }
}

/** How many labels an aggregation keeps; `without` keeps more than can be told. */
function labels(node: PromqlNode): number {
  const modifier = node.getChild("AggregateModifier");
  if (modifier === null) return 0;
  if (modifier.getChild("Without")) return Infinity;
  const kept = modifier.getChild("GroupingLabels")?.getChildren("LabelName");
  return kept?.length ?? 0;
}
