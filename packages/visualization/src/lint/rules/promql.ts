import type { LintRule } from "../rule.ts";

/** Queries are PromQL. */
export const promqlParses: LintRule = {
  id: "promql",
  why: "Prometheus refuses the query, and the panel shows its error",
  foreign: "error",
  find: ({ dashboard }) =>
    dashboard.queries.flatMap(({ at, panel, text, expanded, parsed }) => {
      const [error] = parsed.errors;
      if (error === undefined) return [];
      const rest = expanded.slice(error, error + 20).trim();
      const place = rest === "" ? "at its end" : `at ${rest}`;
      return [
        {
          at,
          panel,
          reason: `is no PromQL ${place}: ${text}`,
          remedy: "try it in Prometheus, where each mistake is marked",
        },
      ];
    }),
};
