import {
  alertmanagerAlerts,
  alertmanagerSilences,
  alertsNotSent,
  alertsSent,
  blocksBytes,
  headSeries,
  notifications,
  notificationsFailed,
  promql,
  remoteSamplesFailed,
  ruleEvaluationFailures,
  ruleGroupInterval,
  ruleGroupLastDuration,
  samplesAppended,
  scrapeDuration,
  scrapeSamples,
  up,
  where,
} from "@monitoring/collection";
import type { DashboardRow } from "../dashboard.ts";
import { chosen } from "../variable.ts";

const job = chosen.job;
const perSecond = "[$__rate_interval]";

/** Would an alert reach anybody? */
export const monitoringHealth: DashboardRow = {
  uid: "monitoring-health",
  title: "Monitoring Health",
  folder: "Operations",
  description: "Would an alert reach anybody?",
  variables: ["job"],
  range: "6h",
  sections: [
    {
      title: "Is it fine now?",
      panels: [
        {
          kind: "stat",
          title: "Targets that are down",
          description: "How many targets do not answer a scrape?",
          queries: [{ expr: promql`count(${where(up, job)} == 0) or vector(0)`, legend: "down" }],
          unit: "none",
          limits: { red: 1 },
          watchedBy: ["TargetDown"],
        },
        {
          kind: "stat",
          title: "Firing alerts",
          description: "How many alerts fire, the heartbeat left out?",
          queries: [
            {
              expr: promql`count(ALERTS{alertstate="firing", alertname!="Watchdog"}) or vector(0)`,
              legend: "alerts",
            },
          ],
          unit: "none",
          limits: { yellow: 1 },
        },
        {
          kind: "stat",
          title: "Heartbeat",
          description: "Does the alert that always fires reach its receiver? Its silence is the alarm.",
          queries: [
            {
              expr: promql`count(ALERTS{alertstate="firing", alertname="Watchdog"}) > bool 0 or vector(0)`,
              legend: "beats",
            },
          ],
          unit: "none",
          words: { 0: "silent", 1: "beats" },
        },
        {
          kind: "stat",
          title: "Failed notifications",
          description: "How many notifications could not be sent in the last hour?",
          queries: [
            { expr: promql`sum(increase(${notificationsFailed}[1h])) or vector(0)`, legend: "failed" },
          ],
          unit: "short",
          limits: { red: 1 },
          watchedBy: ["NotificationsFailing"],
        },
        {
          kind: "stat",
          title: "Failed rules",
          description: "How many rule evaluations failed in the last hour?",
          queries: [
            { expr: promql`sum(increase(${ruleEvaluationFailures}[1h])) or vector(0)`, legend: "failed" },
          ],
          unit: "short",
          limits: { red: 1 },
          watchedBy: ["RuleEvaluationFailing"],
        },
        {
          kind: "stat",
          title: "Series",
          description: "How many series does Prometheus hold in memory? Each takes about 5 kB.",
          queries: [{ expr: promql`sum(${headSeries})`, legend: "series" }],
          unit: "short",
        },
      ],
    },
    {
      title: "Collection",
      panels: [
        {
          kind: "states",
          title: "Targets over time",
          description: "When did each target answer, and when not?",
          queries: [
            { expr: promql`min by (job, service) (${where(up, job)})`, legend: "{{job}} {{service}}" },
          ],
          unit: "none",
          words: { 0: "down", 1: "up" },
          width: 24,
        },
        {
          kind: "timeseries",
          title: "Time of scrapes",
          description: "Which targets are slow to answer?",
          queries: [{ expr: promql`max by (job) (${where(scrapeDuration, job)})`, legend: "{{job}}" }],
          unit: "s",
        },
        {
          kind: "timeseries",
          title: "Series by job",
          description: "Where do the series come from? A step up is a label that got out of hand.",
          queries: [{ expr: promql`sum by (job) (${where(scrapeSamples, job)})`, legend: "{{job}}" }],
          unit: "short",
          watchedBy: ["ScrapeLimitNear"],
          limits: {},
        },
        {
          kind: "timeseries",
          title: "Samples",
          description: "How many samples a second are written?",
          queries: [{ expr: promql`sum(rate(${samplesAppended}${perSecond}))`, legend: "samples" }],
          unit: "cps",
        },
      ],
    },
    {
      title: "Rules and notifications",
      panels: [
        {
          kind: "timeseries",
          title: "Time of rule groups",
          description:
            "Which share of its interval does a group of rules take? At 100 % evaluations are missed.",
          queries: [
            {
              expr: promql`max by (rule_group) (${ruleGroupLastDuration} / ${ruleGroupInterval})`,
              legend: "{{rule_group}}",
            },
          ],
          unit: "percentunit",
          watchedBy: ["RuleEvaluationSlow"],
          limits: {},
        },
        {
          kind: "timeseries",
          title: "Notifications by receiver",
          description: "How many notifications a minute go out, and by which way?",
          queries: [
            {
              expr: promql`sum by (integration) (rate(${notifications}[5m])) * 60 > 0 or sum(rate(${notifications}[5m])) * 60`,
              legend: "{{integration}}",
            },
          ],
          unit: "cpm",
        },
        {
          kind: "timeseries",
          title: "Failed notifications by receiver",
          description: "Which ways to a person do not work?",
          queries: [
            {
              expr: promql`sum by (integration) (increase(${notificationsFailed}[5m])) > 0 or vector(0)`,
              legend: "{{integration}}",
            },
          ],
          unit: "short",
        },
        {
          kind: "timeseries",
          title: "Alerts sent to Alertmanager",
          description: "Does Prometheus hand its alerts over?",
          queries: [
            { expr: promql`sum(rate(${alertsSent}${perSecond}))`, legend: "sent" },
            { expr: promql`sum(rate(${alertsNotSent}${perSecond}))`, legend: "not taken" },
          ],
          unit: "cps",
        },
        {
          kind: "timeseries",
          title: "Alerts and silences in Alertmanager",
          description: "How many alerts are there, and how many silences hold some back?",
          queries: [
            { expr: promql`sum by (state) (${alertmanagerAlerts})`, legend: "alerts, {{state}}" },
            { expr: promql`sum(${where(alertmanagerSilences, { state: "active" })})`, legend: "silences" },
          ],
          unit: "short",
        },
      ],
    },
    {
      title: "Storage",
      panels: [
        {
          kind: "timeseries",
          title: "Blocks on disk",
          description: "How much disk do finished blocks take?",
          queries: [{ expr: blocksBytes, legend: "{{service}}" }],
          unit: "bytes",
        },
        {
          kind: "timeseries",
          title: "Remote write",
          description: "How many samples could not be sent to remote storage? 0 where there is none.",
          queries: [{ expr: promql`sum(rate(${remoteSamplesFailed}[5m])) or vector(0)`, legend: "failed" }],
          unit: "cps",
          watchedBy: ["RemoteWriteBehind"],
          limits: {},
        },
      ],
    },
  ],
};
