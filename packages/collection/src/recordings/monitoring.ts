import { notifications, notificationsFailed } from "../exporters/alertmanager.ts";
import { ruleGroupInterval, ruleGroupLastDuration } from "../exporters/prometheus.ts";
import { scrapeSampleLimit, scrapeSamples } from "../exporters/scrape.ts";
import type { Metric } from "../metric.ts";
import { promql } from "../promql.ts";
import { recording } from "../recording.ts";

/** Share of its interval that a group of rules takes. */
export const ruleGroupShare = recording(
  "service_rule_group:prometheus_rule_group_duration:ratio",
  ["rule_group"],
  // Prometheus puts the file before the name.
  promql`label_replace(max by (service, rule_group) (${ruleGroupLastDuration} / ${ruleGroupInterval}), "rule_group", "$1", "rule_group", ".*;(.+)")`,
);

/** How near the fullest target of a job is to the number of samples at which it is refused. */
export const scrapeLimitShare = recording(
  "service_job:scrape_samples:ratio",
  [],
  promql`max by (service, job) (${scrapeSamples} / (${scrapeSampleLimit} > 0))`,
);

const lately = (counter: Metric) =>
  promql`sum by (service, receiver_name, integration) (increase(${counter}[15m]))`;

/** Share of a receiver's notifications that did not get out; 0, not nothing, where there were none. */
export const notificationFailures = recording(
  "service_receiver_name_integration:alertmanager_notifications_failed:ratio15m",
  ["receiver_name", "integration"],
  promql`${lately(notificationsFailed)} / clamp_min(${lately(notifications)}, 1)`,
);
