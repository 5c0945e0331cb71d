import type { KnownSeries } from "@monitoring/collection";
import type { QueryView } from "../dashboard-view.ts";
import { around, callName } from "../promql-tree.ts";
import type { Found, LintRule } from "../rule.ts";

// Those that look at a counter's growth, and those that only ask whether it is there.
const fitting: ReadonlySet<string> = new Set([
  ...["rate", "irate", "increase", "resets", "changes"],
  ...["absent", "absent_over_time", "present_over_time", "count_over_time", "timestamp"],
  ...["count", "group", "count_values"],
]);

/** Counters are seen through their growth. */
export const counterRate: LintRule = {
  id: "counter-rate",
  why: "a counter's value says how long its process runs, and falls to zero with each restart",
  foreign: "warning",
  find: ({ dashboard, known }) =>
    dashboard.panels.flatMap(({ targets }) =>
      targets.flatMap(({ query }) => (query ? bareCounters(query, known) : [])),
    ),
};

function bareCounters({ at, panel, text, expanded, parsed }: QueryView, known: KnownSeries): Found[] {
  const found: Found[] = [];
  parsed.tree.iterate({
    enter: ({ node }) => {
      if (node.name !== "VectorSelector") return;
      const identifier = node.getChild("Identifier");
      const metric = identifier ? expanded.slice(identifier.from, identifier.to) : "";
      if (!isCounter(metric, known)) return;
      if ([...around(node)].some((outer) => fitting.has(callName(outer, expanded)))) return;
      found.push({
        at,
        panel,
        reason: `shows the counter ${metric} itself: ${text}`,
        remedy: `use rate(${metric}[$__rate_interval]), or increase(...) over a longer time`,
      });
    },
  });
  return found;
}

function isCounter(metric: string, known: KnownSeries): boolean {
  const type = known.get(metric)?.type ?? "untyped";
  return type === "counter" || (type === "untyped" && metric.endsWith("_total") && !metric.includes(":"));
}
