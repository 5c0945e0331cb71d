/**
 * The PromQL in a variable's query, which Grafana wraps into functions of its own: `label_values(expr, label)`,
 * `query_result(expr)`. Given back so that the label is checked, too: as a grouping of the expression.
 */
export function variablePromql(query: string): readonly string[] {
  const [, call, inner = ""] =
    /^\s*(label_values|query_result|label_names|metrics)\s*\(([^]*)\)\s*$/.exec(query) ?? [];
  if (call === undefined || call === "metrics" || inner.trim() === "") return [];
  if (call !== "label_values") return [inner];
  const comma = inner.lastIndexOf(",");
  const label = inner.slice(comma + 1).trim();
  // `label_values(label)` asks for a label of whatever metric; a comma inside a selector is no separator.
  if (comma < 0 || !/^(?:\w+|\$\{?\w+\}?|\[\[\w+\]\])$/.test(label)) return [];
  return [`group by (${label}) (${inner.slice(0, comma)})`];
}
