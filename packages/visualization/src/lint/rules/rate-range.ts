import { durationSeconds } from "../duration.ts";
import { callName } from "../promql-tree.ts";
import type { QueryView } from "../dashboard-view.ts";
import type { Found, LintRule } from "../rule.ts";

const rates: ReadonlySet<string> = new Set(["rate", "irate", "increase", "delta", "idelta", "deriv"]);
/** Four scrapes at the interval of 15 s: two may fail, and two samples are left to compare. */
const shortest = 60;

/** Rates are taken over several scrapes. */
export const rateRange: LintRule = {
  id: "rate-range",
  why: "a range with fewer than two samples in it gives no value, so the graph has gaps or is empty",
  foreign: "warning",
  find: ({ dashboard }) => dashboard.queries.flatMap(shortRanges),
};

function shortRanges({ at, panel, text, expanded, parsed }: QueryView): Found[] {
  const found: Found[] = [];
  parsed.tree.iterate({
    enter: ({ node }) => {
      if (node.name !== "MatrixSelector") return;
      const call = node.parent?.parent;
      const name = call ? callName(call, expanded) : "";
      const range = node.getChild("DurationExpr");
      const written = range ? expanded.slice(range.from, range.to) : "";
      const seconds = durationSeconds(written);
      if (!rates.has(name) || seconds === undefined || seconds >= shortest) return;
      found.push({
        at,
        panel,
        reason: `takes ${name} over ${/\$__interval|\$\{__interval|\[\[__interval/.test(text) ? "$__interval" : written}: ${text}`,
        remedy: "use [$__rate_interval]",
      });
    },
  });
  return found;
}
