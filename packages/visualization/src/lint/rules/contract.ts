import { unknownReads, type KnownSeries, type UnknownRead } from "@monitoring/collection";
import { placeholder } from "../expand-variables.ts";
import { isObject } from "../../json-value.ts";
import { viewOf, type QueryView } from "../dashboard-view.ts";
import type { LintRule, Subject } from "../rule.ts";

/** Metrics exist. */
export const unknownMetric: LintRule = {
  id: "unknown-metric",
  why: "nothing that the stack scrapes exposes the metric, so the panel says no data",
  foreign: "warning",
  find: (subject) =>
    unknown(subject).flatMap(({ read, query: { at, panel } }) => {
      if (read.kind !== "metric") return [];
      const remedy =
        read.meant === undefined
          ? "scrape what exposes it, or remove the query"
          : `did you mean ${read.meant}?`;
      return [{ at, panel, reason: `reads ${read.metric}, which nothing exposes`, remedy }];
    }),
};

/** Labels exist. */
export const unknownLabel: LintRule = {
  id: "unknown-label",
  why: "a condition on a label that a metric never has selects nothing, and a grouping by it groups nothing",
  foreign: "warning",
  find: (subject) =>
    unknown(subject).flatMap(({ read, query: { at, panel } }) => {
      if (read.kind === "metric" || read.label === "__name__") return [];
      const reason =
        read.kind === "label"
          ? `selects ${read.metric} by ${read.label}, a label that it never has`
          : `groups by ${read.label}, which none of ${read.metrics.join(", ")} has`;
      const meant = read.kind === "label" ? read.meant : undefined;
      return [{ at, panel, reason, remedy: meant === undefined ? "remove it" : `did you mean ${meant}?` }];
    }),
};

/** Names of the metrics that a dashboard reads and nothing exposes, each once, in alphabetical order. */
export function unknownSeries(json: unknown, known: KnownSeries): readonly string[] {
  const dashboard = viewOf(isObject(json) ? json : {});
  const names = unknown({ dashboard, known }).flatMap(({ read }) =>
    read.kind === "metric" ? read.metric : [],
  );
  return [...new Set(names)].sort();
}

/** What a query reads in vain, each once; what a variable decides is not known. */
function unknown({ dashboard, known }: Subject): { readonly read: UnknownRead; readonly query: QueryView }[] {
  return dashboard.queries.flatMap((query) => {
    if (query.parsed.errors.length > 0) return [];
    const seen = new Set<string>();
    return unknownReads(query.parsed, known)
      .filter((read) => {
        const key = JSON.stringify(read);
        const isNew = !seen.has(key) && !key.includes(placeholder);
        seen.add(key);
        return isNew;
      })
      .map((read) => ({ read, query }));
  });
}
