import type { Courses } from "./courses.ts";
import { badRelease, business, chance, crmHangs, wander, type Episode } from "./time.ts";

/** What goes out when something begins and when it ends, each within ten seconds. */
function told(at: number, messages: number): number {
  const moments = [crmHangs, badRelease].flatMap(({ from, to }: Episode) => [from + 90, to + 60]);
  return moments.some((moment) => at >= moment && at < moment + 60) ? messages / 60 : 0;
}

/** By which ways the two mishaps are told, and how often each time. */
const messages: Readonly<Record<string, number>> = { email: 2, slack: 2, pagerduty: 1 };

/** Prometheus, Alertmanager and the scrapes themselves. */
export const monitoringCourses: Courses = {
  alertmanager_notifications_total: (at, { labels }) => {
    const integration = labels["integration"] ?? "";
    // The heartbeat goes out once a minute by webhook.
    return told(at, messages[integration] ?? 0) + (integration === "webhook" ? 1 / 60 : 0);
  },
  alertmanager_notifications_failed_total: () => 0,
  alertmanager_alerts: (at, { labels }) =>
    labels["state"] === "active"
      ? 1 + [crmHangs, badRelease].filter(({ from, to }) => at > from + 60 && at < to + 60).length * 2
      : 0,
  prometheus_notifications_sent_total: (at) => 0.07 * wander("sent", at, 0.1, 600) + told(at, 6),
  prometheus_tsdb_head_samples_appended_total: (at, { labels }) =>
    labels["type"] === "float" ? 512 * wander("appended", at, 0.01, 300) : 0,
  prometheus_tsdb_head_series: (at) => Math.round(5_136 + 60 * business(at)),
  prometheus_tsdb_storage_blocks_bytes: (at) => 61e6 + 9e6 * ((at % 86_400) / 86_400),
  prometheus_rule_group_last_duration_seconds: (at, { labels }) =>
    0.0011 *
    (1 + 3 * chance(`group ${labels["rule_group"] ?? ""}`)) *
    wander(`group ${labels["rule_group"] ?? ""}`, at, 0.4, 120),
  scrape_duration_seconds: (at, { labels }) => {
    const usual: Readonly<Record<string, number>> = {
      cadvisor: 0.11,
      postgres: 0.042,
      node: 0.023,
      blackbox: 0.05,
    };
    const id = `scrape ${labels["job"] ?? ""} ${labels["service"] ?? ""}`;
    return (usual[labels["job"] ?? ""] ?? 0.006) * wander(id, at, 0.35, 180);
  },
};
