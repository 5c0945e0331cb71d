import { describe, expect, test } from "@jest/globals";
import { parsePromql } from "@monitoring/collection";
import { expandVariables, variableNames } from "../../src/index.ts";

const v = "grafana_variable_";
const rows: readonly (readonly [string, string])[] = [
  ["up", "up"],
  ['up{service="$service"}', `up{service="${v}service"}`],
  ['up{service=~"${service:regex}"}', `up{service=~"${v}service"}`],
  ['up{service=~"[[service]]"}', `up{service=~"${v}service"}`],
  ['up{service=~"[[service:pipe]].*"}', `up{service=~"${v}service.*"}`],
  ["rate(x[$__rate_interval])", "rate(x[1m])"],
  ["rate(x[${__rate_interval}])", "rate(x[1m])"],
  ["rate(x[[[__interval]]])", "rate(x[15s])"],
  ["increase(x[$__range]) / $__range_s", "increase(x[1h]) / 3600"],
  ["x[${__range_s}s:$__interval]", "x[3600s:15s]"],
  ["rate(x[$window])", "rate(x[5m])"],
  ["rate(x[${minutes}m])", "rate(x[5m])"],
  ["x offset $ago", "x offset 5m"],
  ["histogram_quantile(0.$q, x)", "histogram_quantile(0.5, x)"],
  ["topk($n, x) > $limit", `topk(${v}n, x) > ${v}limit`],
  ["sum by ($by) (x)", `sum by (${v}by) (x)`],
  ["$aggregation by (a) (x)", "sum by (a) (x)"],
  ["$function(x[5m])", "sum(x[5m])"],
  ["x{$filter}", `x{${v}filter=""}`],
  ['x{a="b", $filter}', `x{a="b", ${v}filter=""}`],
  ['x{$label="b"}', `x{${v}label="b"}`],
  ["http_${kind}_total", `http_${v}kind_total`],
  ['label_replace(x, "a", "$1", "b", "(.*)$")', 'label_replace(x, "a", "$1", "b", "(.*)$")'],
  ['x{a="\\"$b"}', `x{a="\\"${v}b"}`],
  ["x # it's $fine\n+ $y", `x # it's $fine\n+ ${v}y`],
  ["x{a='$b',c=`$d`}", `x{a='${v}b',c=\`${v}d\`}`],
  ["x @ ${__to:date:seconds}", "x @ 1700003600000"],
];

describe("a query as it might be sent", () => {
  test.each(rows)("%s", (text, expanded) => {
    expect(expandVariables(text)).toBe(expanded);
    expect(parsePromql(expanded).errors).toEqual([]);
  });
});

test("names of variables, in all three forms, and nothing else", () => {
  expect(variableNames('$a ${b} ${c:regex} ${d.e:f} [[g]] [[h:csv]] $1 ${1} "x$" $')).toEqual([
    "a",
    "b",
    "c",
    "d",
    "g",
    "h",
  ]);
});
