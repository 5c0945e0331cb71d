import { parsePromql, promqlSeconds, type LabelMatcher } from "@monitoring/collection";
import { whole } from "@monitoring/remote-storage";
import type { RecordedSeries } from "./recorded-series.ts";

/** A rule as AMP evaluates it. */
export interface EvaluatedRule {
  /** What it computes; nothing for an alert. */
  readonly record?: string;
  readonly expr: string;
  /** How often, in seconds. */
  readonly seconds: number;
}

/** Samples that rules read per second: those of each selector's series, over its range, at each evaluation. */
export function ruleSamplesPerSecond(
  rules: readonly EvaluatedRule[],
  series: readonly RecordedSeries[],
): number {
  const raw = Map.groupBy(series, ({ labels }) => labels["__name__"] ?? "");
  // What earlier rules compute: as many series as there are values of the labels that are grouped by.
  const computed = new Map<string, number>();
  let sum = 0;
  for (const { record, expr, seconds } of rules) {
    const { selectors, grouping } = parsePromql(expr);
    const found = selectors.map(({ metric = "", matchers, range }) => {
      const matching = (raw.get(metric) ?? []).filter(({ labels }) => matches(labels, matchers));
      const every = matching[0]?.intervalSeconds ?? seconds;
      const samples = range === undefined ? 1 : Math.max(1, promqlSeconds(range) / every);
      return { matching, count: matching.length || (computed.get(metric) ?? 0), samples };
    });
    sum += found.reduce((all, { count, samples }) => all + count * samples, 0) / seconds;
    if (record !== undefined) {
      const groups = new Set(
        found.flatMap(({ matching }) =>
          matching.map(({ labels }) => grouping.map((label) => labels[label] ?? "").join(";")),
        ),
      );
      const ofOthers = Math.max(0, ...found.map(({ count }) => count));
      computed.set(
        record,
        (computed.get(record) ?? 0) + (groups.size > 0 && grouping.length > 0 ? groups.size : ofOthers),
      );
    }
  }
  return sum;
}

function matches(labels: Readonly<Record<string, string>>, matchers: readonly LabelMatcher[]): boolean {
  return matchers.every(({ label, op, value }) => {
    const is = labels[label] ?? "";
    if (op === "=") return is === value;
    if (op === "!=") return is !== value;
    return op === "=~" ? whole(value)(is) : !whole(value)(is);
  });
}
