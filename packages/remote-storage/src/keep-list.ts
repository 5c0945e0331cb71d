import {
  declaredName,
  parsePromql,
  type LabelMatcher,
  type Reader,
  type Selector,
} from "@monitoring/collection";
import { always, isKept, required, type KeepRule } from "./keep-rule.ts";

/** What a keep-list is derived from. */
export interface KeepListInput {
  /** Everything that reads series: rules, panels, runbooks, and what a person wants kept. */
  readonly readers: readonly Reader[];
  /** Metrics that rules compute. They are computed again where the series arrive, from what these rules read. */
  readonly computed: readonly string[];
  /** Metrics by the exporter that exposes them: those of one exporter stand together. */
  readonly exporters: Readonly<Record<string, readonly string[]>>;
}

// Prometheus writes these where the alerts are evaluated.
const ofAlerts = ["ALERTS", "ALERTS_FOR_STATE"];

/**
 * The series that some text reads, as few rules. A condition that all readers of a metric share is kept with it;
 * one that only some have is not, so that more may leave than is read, but never less.
 */
export function keepList({ readers, computed, exporters }: KeepListInput): readonly KeepRule[] {
  const selectors = readers.flatMap(({ text }) => parsePromql(text).selectors);
  const made = new Set([...computed, ...ofAlerts]);
  const exporterOf = new Map(
    Object.entries(exporters).flatMap(([exporter, names]) => names.map((name) => [name, exporter] as const)),
  );
  const byMetric = Map.groupBy(
    selectors.filter(({ metric }) => metric !== undefined && !made.has(metric)),
    ({ metric }) => metric ?? "",
  );
  const isAlways = isKept([always]);
  const rows = [...byMetric]
    .filter(([metric]) => !isAlways({ __name__: metric }))
    .map(([metric, uses]) => ({
      name: metric,
      labels: shared(uses),
      exporter: exporterOf.get(metric) ?? exporterOf.get(declaredName(metric)) ?? "",
    }));
  const groups = Map.groupBy(rows, ({ labels, exporter }) => JSON.stringify([exporter, labels]));
  const rules = [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, group]): KeepRule => ({
      names: group.map(({ name }) => name).sort(),
      labels: group[0]?.labels ?? {},
    }));
  const nameless = selectors.filter(({ metric }) => metric === undefined).map(described);
  return [always, ...rules, ...distinct(nameless)];
}

/** Per label that every use has a condition on: what one of them wants. */
function shared(uses: readonly Selector[]): Record<string, string> {
  const wanted = uses.map(({ matchers }) => conditions(matchers));
  const [first = new Map<string, string>()] = wanted;
  const labels = [...first.keys()].filter((label) => wanted.every((use) => use.has(label))).sort();
  return Object.fromEntries(
    labels.map((label) => {
      const values = [...new Set(wanted.map((use) => use.get(label) ?? ""))].sort();
      return [label, values.includes(".+") ? ".+" : values.join("|")];
    }),
  );
}

function conditions(matchers: readonly LabelMatcher[]): Map<string, string> {
  return new Map(
    matchers.flatMap((matcher) => {
      const pattern = required(matcher);
      return pattern === undefined ? [] : [[matcher.label, pattern] as const];
    }),
  );
}

/** A selector that names no metric keeps every name that it does not rule out. */
function described({ matchers, nameMatchers }: Selector): KeepRule {
  const names = nameMatchers.flatMap((matcher) => required(matcher) ?? []).slice(0, 1);
  return { names: names.length > 0 ? names : [".+"], labels: Object.fromEntries(conditions(matchers)) };
}

function distinct(rules: readonly KeepRule[]): KeepRule[] {
  return [...new Map(rules.map((rule) => [JSON.stringify(rule), rule])).values()];
}

/** What is wrong with an entry of a person's own keep-list; nothing if it is right. */
export function keepEntryProblem(entry: string): string | undefined {
  const { tree, errors, selectors } = parsePromql(entry);
  const isSelector = tree.topNode.firstChild?.name === "VectorSelector";
  return errors.length > 0 || !isSelector || selectors.length !== 1
    ? 'must be a metric\'s name, or a selector such as {__name__=~"pg_stat_.+"}'
    : undefined;
}
