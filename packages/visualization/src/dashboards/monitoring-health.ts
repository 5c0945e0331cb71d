import { failingCollectors, remoteWriteLag, storedScrapes } from "@monitoring/alerting";
import {
  alertmanagerAlerts,
  alertmanagerReloadSuccessful,
  alertmanagerSilences,
  alertsNotSent,
  alertsSent,
  alertStates,
  blocksBytes,
  compactionsFailed,
  deployedAt,
  headSeries,
  headTruncationsFailed,
  notificationFailures,
  notifications,
  notificationsFailed,
  prometheusReloadSuccessful,
  promql,
  remoteSamples,
  remoteSamplesFailed,
  ruleEvaluationFailures,
  ruleGroupShare,
  samplesAppended,
  samplesDuplicate,
  samplesOutOfBounds,
  samplesOutOfOrder,
  scrapeDuration,
  scrapeLimitShare,
  scrapeSamples,
  scrapeSeriesAdded,
  scrapesOverBodyLimit,
  scrapesOverLabelLimits,
  scrapesOverSampleLimit,
  up,
  walCorruptions,
  walWritesFailed,
  where,
  type Metric,
} from "@monitoring/collection";
import type { DashboardRow } from "../dashboard.ts";
import { firing } from "../firing.ts";
import { greatest } from "../greatest.ts";
import { chosen } from "../variable.ts";

const job = chosen.job;
const perSecond = "[$__rate_interval]";
// The heartbeat goes out every minute.
const heartbeat = { receiver_name: "heartbeat" } as const;
const arrived = promql`sum(increase(${where(notifications, heartbeat)}[5m])) - sum(increase(${where(notificationsFailed, heartbeat)}[5m]))`;
const notTaken = promql`sum(rate(${alertsNotSent}[5m]))`;
const inFiveMinutes = (...counters: readonly [Metric, ...Metric[]]) => {
  const [first, ...rest] = counters.map((counter) => promql`sum(increase(${counter}[5m]))`);
  return rest.reduce((sum, one) => promql`${sum} + ${one}`, first ?? promql``);
};
const alertsThatAre = (state: string) => ({
  expr: promql`sum(${where(alertmanagerAlerts, { state })})`,
  legend: `alerts, ${state}`,
});

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
          queries: [{ expr: promql`count(${firing}) or vector(0)`, legend: "alerts" }],
          unit: "none",
          limits: { yellow: 1 },
        },
        {
          kind: "stat",
          title: "Rule evaluation",
          description: "Are rules evaluated? The alert that always fires is the sign of it.",
          queries: [
            {
              expr: promql`count(${where(alertStates, { alertstate: "firing", alertname: "Watchdog" })}) > bool 0 or vector(0)`,
              legend: "rules",
            },
          ],
          unit: "none",
          words: { 0: "silent", 1: "evaluated" },
          watchedBy: ["Watchdog"],
        },
        {
          kind: "stat",
          title: "Heartbeat",
          description:
            "Did the heartbeat reach its receiver in the last five minutes? When it stays away there, the receiver raises the alarm.",
          queries: [{ expr: promql`${arrived} > bool 0 or vector(0)`, legend: "heartbeat" }],
          unit: "none",
          words: { 0: "silent", 1: "arrives" },
          watchedBy: ["Watchdog"],
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
          title: "Refused configurations",
          description:
            "How many of Prometheus and Alertmanager go on with old files because they refused the new ones?",
          queries: [
            {
              expr: promql`count(${prometheusReloadSuccessful} == 0 or ${alertmanagerReloadSuccessful} == 0) or vector(0)`,
              legend: "refused",
            },
          ],
          unit: "none",
          limits: { red: 1 },
          watchedBy: ["PrometheusReloadFailed", "AlertmanagerReloadFailed"],
        },
        {
          kind: "stat",
          title: "Remote storage behind",
          description: "How far is what is kept for long behind? 0 where nothing is sent.",
          queries: [{ expr: promql`max(${remoteWriteLag}) or vector(0)`, legend: "behind" }],
          unit: "s",
          limits: { alert: "RemoteWriteBehind" },
        },
      ],
    },
    {
      title: "Since when?",
      panels: [
        {
          kind: "table",
          title: "Deployments",
          description:
            "What was deployed in the time range, and when? The content changes with what was deployed, whatever the commit.",
          queries: [
            {
              expr: promql`sort_desc(max by (stack, commit, content) (max_over_time(${deployedAt}[$__range])) * 1000)`,
              legend: "{{commit}}",
            },
          ],
          unit: "dateTimeFromNow",
          columns: { Value: "deployed" },
          width: 12,
          height: 5,
        },
        {
          kind: "states",
          title: "Targets over time",
          description: "When did each target answer, and when not?",
          queries: [
            { expr: promql`min by (job, service) (${where(up, job)})`, legend: "{{job}}/{{service}}" },
          ],
          unit: "none",
          words: { 0: "down", 1: "up" },
          watchedBy: ["TargetDown", "TargetFlapping"],
          width: 24,
        },
      ],
    },
    {
      title: "Why? Collection",
      panels: [
        {
          kind: "timeseries",
          title: "Time of scrapes",
          description: "Which targets are slow to answer?",
          queries: [{ expr: promql`max by (job) (${where(scrapeDuration, job)})`, legend: "{{job}}" }],
          unit: "s",
          many: true,
        },
        {
          kind: "timeseries",
          title: "Series by job",
          description: "Where do the series come from? A step up is a label that got out of hand.",
          queries: [{ expr: promql`sum by (job) (${where(scrapeSamples, job)})`, legend: "{{job}}" }],
          unit: "short",
          many: true,
        },
        {
          kind: "timeseries",
          title: "Share of the sample limit",
          description:
            "How near is the fullest target of each job to the number of samples at which it is refused?",
          queries: [
            {
              expr: promql`max by (job) (${where(scrapeLimitShare, job)})`,
              legend: "{{job}}",
            },
          ],
          unit: "percentunit",
          limits: { alert: "ScrapeLimitNear" },
          many: true,
        },
        {
          kind: "timeseries",
          title: "New series by job",
          description:
            "Which jobs keep bringing series that were not there before? They fill Prometheus's memory.",
          queries: [
            {
              expr: promql`sum by (job) (sum_over_time(${where(scrapeSeriesAdded, job)}[5m]))`,
              legend: "{{job}}",
            },
          ],
          unit: "short",
          step: "5m",
          many: true,
        },
        {
          kind: "timeseries",
          title: "Samples that are lost on the way in",
          description:
            "How many scrapes were refused as too large, and how many samples dropped, in five minutes?",
          queries: [
            {
              expr: inFiveMinutes(scrapesOverSampleLimit, scrapesOverBodyLimit, scrapesOverLabelLimits),
              legend: "scrapes refused",
            },
            {
              expr: inFiveMinutes(samplesOutOfOrder, samplesOutOfBounds, samplesDuplicate),
              legend: "samples dropped",
            },
          ],
          unit: "short",
          limits: { yellow: 1 },
          watchedBy: ["ScrapeLimitExceeded", "SamplesDropped"],
          width: 12,
        },
        {
          kind: "timeseries",
          title: "Failing collectors",
          description:
            "How many parts of an exporter fail although it answers? What they would measure is missing.",
          queries: [{ expr: promql`sum by (job) (${where(failingCollectors, job)})`, legend: "{{job}}" }],
          unit: "short",
          limits: { yellow: 1 },
          watchedBy: ["ExporterCollectorFailing"],
          many: true,
        },
      ],
    },
    {
      title: "Why? Rules and notifications",
      panels: [
        {
          kind: "timeseries",
          title: "Time of rule groups",
          description:
            "Which share of its interval does a group of rules take, of the ten that take most? At 100 % evaluations are missed.",
          queries: [
            {
              expr: greatest(10, promql`${ruleGroupShare}`),
              legend: "{{rule_group}}",
            },
          ],
          unit: "percentunit",
          limits: { alert: "RuleEvaluationSlow" },
          many: true,
        },
        {
          kind: "timeseries",
          title: "Alerts and silences in Alertmanager",
          description: "How many alerts are there, and how many silences hold some back?",
          queries: [
            alertsThatAre("active"),
            alertsThatAre("suppressed"),
            alertsThatAre("unprocessed"),
            { expr: promql`sum(${where(alertmanagerSilences, { state: "active" })})`, legend: "silences" },
          ],
          unit: "short",
          many: true,
        },
        {
          kind: "timeseries",
          title: "Notifications by receiver",
          description: "How many notifications a minute go out, to whom and by which way?",
          queries: [
            {
              expr: promql`sum by (receiver_name, integration) (rate(${notifications}[5m])) * 60`,
              legend: "{{integration}} to {{receiver_name}}",
            },
          ],
          unit: "cpm",
          many: true,
        },
        {
          kind: "timeseries",
          title: "Failed notifications by receiver",
          description: "Which share of the notifications of a receiver does not get out?",
          queries: [
            {
              expr: promql`max by (receiver_name, integration) (${notificationFailures})`,
              legend: "{{integration}} to {{receiver_name}}",
            },
          ],
          unit: "percentunit",
          limits: { alert: "NotificationsFailing" },
          many: true,
        },
        {
          kind: "timeseries",
          title: "Alerts sent to Alertmanager",
          description: "Does Prometheus hand its alerts over, and how many a minute?",
          queries: [
            { expr: promql`sum(rate(${alertsSent}${perSecond})) * 60`, legend: "sent" },
            { expr: promql`sum(rate(${alertsNotSent}${perSecond})) * 60`, legend: "not taken" },
          ],
          unit: "cpm",
          width: 12,
        },
        {
          kind: "timeseries",
          title: "Alerts that Alertmanager does not take",
          description: "Which share of the alerts cannot be handed over?",
          queries: [
            {
              expr: promql`${notTaken} / (${notTaken} + sum(rate(${alertsSent}[5m])) > 0) or vector(0)`,
              legend: "not taken",
            },
          ],
          unit: "percentunit",
          limits: { alert: "AlertmanagerUnreachable" },
          width: 12,
        },
      ],
    },
    {
      title: "Why? Storage",
      panels: [
        {
          kind: "timeseries",
          title: "Series in memory",
          description: "How many series does Prometheus hold in memory? Each takes about 5 kB.",
          queries: [{ expr: promql`sum(${headSeries})`, legend: "series" }],
          unit: "short",
          watchedBy: ["PrometheusSeriesMany"],
          width: 6,
        },
        {
          kind: "timeseries",
          title: "Samples written",
          description: "How many samples a second are written?",
          queries: [{ expr: promql`sum(rate(${samplesAppended}${perSecond}))`, legend: "samples" }],
          unit: "cps",
          width: 6,
        },
        {
          kind: "timeseries",
          title: "Blocks on disk",
          description: "How much disk do finished blocks take?",
          queries: [{ expr: blocksBytes, legend: "{{service}}" }],
          unit: "bytes",
          width: 6,
        },
        {
          kind: "timeseries",
          title: "Scrapes that are stored",
          description:
            "How many of the 120 scrapes of ten minutes are stored of the target that is asked most often? Fewer are a hole in every metric.",
          queries: [
            {
              expr: storedScrapes,
              legend: "{{service}}",
            },
          ],
          unit: "short",
          limits: { alert: "SamplesMissing", of: 120 },
          width: 6,
        },
        {
          kind: "timeseries",
          title: "Failures of the storage",
          description:
            "How often did Prometheus fail to write, or to tidy up what it has written, in five minutes?",
          queries: [
            { expr: inFiveMinutes(walWritesFailed), legend: "writes" },
            { expr: inFiveMinutes(compactionsFailed, headTruncationsFailed), legend: "compactions" },
            { expr: promql`count(${walCorruptions} > 0) or vector(0)`, legend: "damage found at the start" },
          ],
          unit: "short",
          limits: { red: 1 },
          watchedBy: ["PrometheusWritesFailing", "PrometheusStorageCorrupted", "PrometheusCompactionFailing"],
        },
        {
          kind: "timeseries",
          title: "Remote storage behind, over time",
          description: "How far is each remote storage behind? 0 where there is none.",
          queries: [
            {
              expr: promql`${remoteWriteLag} or label_replace(vector(0), "remote_name", "none", "", "")`,
              legend: "{{remote_name}}",
            },
          ],
          unit: "s",
          limits: { alert: "RemoteWriteBehind" },
        },
        {
          kind: "timeseries",
          title: "Samples that remote storage refuses",
          description: "Which share of the samples is refused for good? 0 where there is no remote storage.",
          queries: [
            {
              expr: promql`sum by (remote_name) (rate(${remoteSamplesFailed}[5m])) / (sum by (remote_name) (rate(${remoteSamples}[5m])) > 0) or label_replace(vector(0), "remote_name", "none", "", "")`,
              legend: "{{remote_name}}",
            },
          ],
          unit: "percentunit",
          limits: { alert: "RemoteWriteSamplesLost" },
        },
      ],
    },
  ],
};
