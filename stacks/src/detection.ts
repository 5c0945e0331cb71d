import { alertsOf, detectionBound, tune, type Alert, type ScrapeSeconds } from "@monitoring/alerting";
import { declaredName, exporterJobs, exporters, seconds, type Metric } from "@monitoring/collection";
import type { Config } from "./config.ts";
import { watched } from "./targets.ts";

/** How late an alert's notification leaves at most. */
export interface Detection {
  readonly alert: string;
  readonly severity: Alert["severity"];
  readonly seconds: number;
}

/** Every alert of the dev stack with its bound, the most urgent severity first and in it the quickest. */
export function detections(config: Config): readonly Detection[] {
  const groups = tune(config.catalogue.rules, config.alerts);
  const order: readonly Alert["severity"][] = ["heartbeat", "critical", "high", "warning", "info"];
  return alertsOf(groups)
    .map((alert) => ({
      alert: alert.name,
      severity: alert.severity,
      seconds: detectionBound(alert, groups, scrapeSeconds(config)),
    }))
    .sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity) || a.seconds - b.seconds);
}

/** By the job that the selector names, or else by the slowest that exposes the metric. */
function scrapeSeconds(config: Config): ScrapeSeconds {
  const { jobs } = watched(config);
  const intervalOf = (name: string): number =>
    Math.max(
      ...jobs
        .filter((job) => job.name === name)
        .map(({ interval }) => seconds(interval ?? config.scrapeInterval)),
    );
  const declared: readonly (readonly [string, readonly Metric[]])[] = Object.entries(exporters);
  return ({ metric = "", matchers }) => {
    const job = matchers.find(({ label, op }) => label === "job" && op === "=")?.value;
    const exposing = declared
      .filter(([, metrics]) => metrics.some(({ name }) => declaredName(metric) === declaredName(name)))
      .map(([exporter]) => exporterJobs[exporter] ?? "");
    const known = (job === undefined ? exposing : [job]).map(intervalOf).filter(Number.isFinite);
    return known.length > 0 ? Math.max(...known) : seconds(config.scrapeInterval);
  };
}
