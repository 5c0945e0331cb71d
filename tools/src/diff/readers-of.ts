import {
  declaredName,
  exporterJobs,
  exporters,
  parsePromql,
  scrapeMetrics,
  type LabelMatcher,
  type Metric,
} from "@monitoring/collection";
import { passes } from "@monitoring/alerting/audit";
import { alertsReading } from "./changes/recording-changes.ts";
import type { Description } from "./description.ts";
import type { DescribedTarget } from "./read/scrapes.ts";

/** Names of the alerts that read what some targets bring, themselves or by way of what rules compute. */
export function readersOf(description: Description, targets: readonly DescribedTarget[]): readonly string[] {
  const reads = ({ expr }: { readonly expr: string }): boolean =>
    parsePromql(expr).selectors.some(({ metric = "", matchers }) =>
      targets.some((target) => comesFrom(metric, matchers, target) && matches(matchers, target)),
    );
  const direct = description.alerts.filter(reads).map(({ name }) => name);
  const indirect = description.recordings
    .filter(reads)
    .flatMap(({ name }) => alertsReading(description, name));
  return [...new Set([...direct, ...indirect])];
}

/** The jobs whose exporters declare a metric; none for what rules compute, and for what every scrape writes. */
const jobsOf: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  [
    ...Map.groupBy(
      Object.entries<readonly Metric[]>(exporters).flatMap(([exporter, metrics]) =>
        metrics.map(({ name }) => ({
          name: declaredName(name),
          job: exporterJobs[exporter] ?? exporter,
        })),
      ),
      ({ name }) => name,
    ),
  ].map(([name, rows]) => [name, new Set(rows.map(({ job }) => job))]),
);

function comesFrom(metric: string, matchers: readonly LabelMatcher[], { labels }: DescribedTarget): boolean {
  const jobs = jobsOf.get(declaredName(metric));
  if (jobs !== undefined) return jobs.has(labels["job"] ?? "");
  // What looks at every target alike, such as TargetDown, says nothing about one of them.
  return everyScrape.has(metric) && matchers.some(({ label }) => label in labels);
}

const everyScrape: ReadonlySet<string> = new Set(scrapeMetrics.map(({ name }) => name));

/** Whether a target's own labels let a selector find its series. */
function matches(matchers: readonly LabelMatcher[], { labels }: DescribedTarget): boolean {
  return matchers.every(({ label, op, value }) => {
    const own = labels[label];
    return own === undefined || passes({ op: op as "=", value }, own) !== false;
  });
}
