/** What a metric measures; decides which PromQL functions make sense on it. */
export type MetricType = "counter" | "gauge" | "histogram";

/** A metric that some exporter declares, with the labels that the exporter itself sets. */
export interface Metric<Label extends string = string> {
  readonly name: string;
  readonly type: MetricType;
  readonly labels: readonly Label[];
  readonly help: string;
}

/** Labels that Prometheus or a scrape job sets, whatever the exporter; `probe` is the module of a probe. */
export type TargetLabel = "job" | "instance" | "service" | "env" | "probe" | "cluster";

const declare =
  (type: MetricType) =>
  <const Label extends string = never>(
    name: string,
    labels: readonly Label[],
    help: string,
  ): Metric<Label> => ({
    name,
    type,
    labels,
    help,
  });

/** Declares a counter. */
export const counter = declare("counter");
/** Declares a gauge. */
export const gauge = declare("gauge");
/** Declares a histogram by its base name. */
export const histogram = declare("histogram");

/** The bucket series of a classic histogram. */
export function buckets<Label extends string>(metric: Metric<Label>): Metric<Label | "le"> {
  return { ...metric, name: `${metric.name}_bucket`, labels: [...metric.labels, "le"] };
}

/** The observation count of a classic histogram. */
export function observations<Label extends string>(metric: Metric<Label>): Metric<Label> {
  return { ...metric, name: `${metric.name}_count` };
}

/** The name that a metric is declared by: a histogram is read by the names of its parts. */
export function declaredName(name: string): string {
  return name.replace(/_(?:bucket|sum|count)$/, "");
}
