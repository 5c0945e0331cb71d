import {
  alertmanagerReloadSuccessful,
  alertsNotSent,
  alertsSent,
  alertsWaiting,
  notifications,
  notificationsFailed,
  promql,
} from "@monitoring/collection";
import type { Alert } from "../alert.ts";
import type { RuleGroup } from "../rule-group.ts";
import { series } from "../scenario.ts";

const target = { job: "alertmanager", instance: "alertmanager:9093", service: "alertmanager" };
const prometheus = { job: "prometheus", instance: "prometheus:9090", service: "prometheus" };
const url = "http://alertmanager:9093/api/v2/alerts";

const alertmanagerReloadFailed: Alert = {
  name: "AlertmanagerReloadFailed",
  severity: "high",
  // The last known value: a scrape that is lost does not start `for` anew.
  expr: promql`max by (service, instance) (last_over_time(${alertmanagerReloadSuccessful}[5m])) == 0`,
  // Files arrive one after another; a half-written set is refused and read again within seconds.
  for: "1m",
  summary: "Alertmanager on {{ $labels.instance }} refused its new configuration and runs the old one",
  description:
    "Alerts go where they went before: a new receiver hears nothing. After its next start Alertmanager will not run at all.",
  runbook: {
    checks: [
      {
        question: "What is wrong with it?",
        command: `npm run logs -- alertmanager --since 1h | grep -i "configuration"`,
      },
      {
        question: "When was a configuration last accepted?",
        query: promql`time() - alertmanager_config_last_reload_success_timestamp_seconds`,
      },
      {
        question: "Does it still send?",
        query: promql`rate(${notifications}[10m]) > 0`,
      },
    ],
    fix: [
      "Correct the receiver's settings that the log names (`npm run pulumi -- config set ...`) and run `npm run up`.",
      "If the file is right again and the alert stays, it was not read again: `docker kill --signal HUP mcp-alertmanager`.",
    ],
  },
  fault: "configuration-broken",
  fires: [
    {
      when: "a configuration was refused a minute ago, though a scrape is lost in between",
      interval: "15s",
      series: [series(alertmanagerReloadSuccessful, target, "1x4 0x1 _ 0x6 1x10")],
      at: "135s",
      until: "225s",
      labels: { service: "alertmanager", instance: "alertmanager:9093" },
      summary: "Alertmanager on alertmanager:9093 refused its new configuration and runs the old one",
    },
    {
      when: "a configuration was refused and no scrape is answered for four minutes, and then none any more",
      interval: "15s",
      series: [series(alertmanagerReloadSuccessful, target, "1x4 0 _x15 0x5 _x40")],
      at: "135s",
      // Five minutes after the last answer.
      until: "690s",
      labels: { service: "alertmanager", instance: "alertmanager:9093" },
      summary: "Alertmanager on alertmanager:9093 refused its new configuration and runs the old one",
    },
  ],
  quiet: [
    {
      kind: "brief",
      when: "a half-written set of files is refused and read again within a minute",
      interval: "15s",
      series: [series(alertmanagerReloadSuccessful, target, "1x4 0x3 1x20")],
      at: "6m",
    },
    {
      kind: "restart",
      when: "Alertmanager restarts",
      interval: "15s",
      series: [series(alertmanagerReloadSuccessful, target, "1x4 _ _ 1x20")],
      at: "6m",
    },
  ],
};

// `increase` of one failure is a little over 1, of two a little over 2. The first is tried again one group interval
// later; only when that fails as well did somebody wait in vain.
const moreThanOnce = 1.5;

const failures = promql`sum by (service, instance, integration) (increase(${notificationsFailed}[15m]))`;
const attempts = promql`sum by (service, instance, integration) (increase(${notifications}[15m]))`;

const notificationsFailing: Alert = {
  name: "NotificationsFailing",
  severity: "high",
  threshold: { value: 0.2, unit: "ratio of notifications" },
  // Three group intervals of warnings (5m), so that a receiver that is rarely used shows two failures.
  expr: (threshold) => promql`${failures} / ${attempts} > ${threshold} and (${failures}) > ${moreThanOnce}`,
  for: "0s",
  summary: "{{ $value | humanizePercentage }} of notifications by {{ $labels.integration }} fail",
  description:
    "People who rely on this way are not told of alerts. Critical alerts go out on three ways at once, the others on two, so that this one still reaches somebody.",
  runbook: {
    checks: [
      {
        question: "What does the receiver answer?",
        command: `npm run logs -- alertmanager --since 30m | grep -i "notify"`,
      },
      {
        question: "Which way fails, and for which reason?",
        query: promql`sum by (integration, reason) (increase(${notificationsFailed}[15m])) > 0`,
      },
      {
        question: "Which alerts were to be sent in the meantime?",
        query: promql`ALERTS{alertstate="firing"}`,
      },
    ],
    fix: [
      "clientError: the password, key or URL is wrong or expired; set it anew (`npm run pulumi -- config set --secret ...`) and run `npm run up`.",
      "serverError, contextDeadlineExceeded: the receiver is down or cannot be reached from this network; Alertmanager goes on trying.",
      "Tell the people concerned of the alerts that fire by another way until it works.",
    ],
  },
  fault: "receiver-broken",
  fires: [
    {
      when: "PagerDuty refuses a page and refuses it again",
      interval: "15s",
      series: [
        series(notifications, { ...target, integration: "pagerduty" }, "0x8 1 2 2x70"),
        series(
          notificationsFailed,
          { ...target, integration: "pagerduty", reason: "clientError" },
          "0x8 1 2 2x70",
        ),
        series(notificationsFailed, { ...target, integration: "pagerduty", reason: "other" }, "0x80"),
      ],
      at: "150s",
      until: "17m",
      labels: { service: "alertmanager", instance: "alertmanager:9093", integration: "pagerduty" },
      summary: "100% of notifications by pagerduty fail",
    },
    {
      when: "a quarter of all heartbeats fails",
      interval: "15s",
      series: [
        series(notifications, { ...target, integration: "webhook" }, "0+4x80"),
        series(notificationsFailed, { ...target, integration: "webhook", reason: "serverError" }, "0+1x80"),
      ],
      at: "30s",
      labels: { service: "alertmanager", instance: "alertmanager:9093", integration: "webhook" },
      summary: "25% of notifications by webhook fail",
    },
    {
      when: "a way that failed once twenty minutes ago fails twice, for two reasons",
      interval: "1m",
      series: [
        series(notifications, { ...target, integration: "slack" }, "0x5 4x19 6 8x10"),
        series(
          notificationsFailed,
          { ...target, integration: "slack", reason: "serverError" },
          "0x5 1x19 2 2x10",
        ),
        series(notificationsFailed, { ...target, integration: "slack", reason: "other" }, "5x26 6x10"),
      ],
      at: "27m",
      labels: { service: "alertmanager", instance: "alertmanager:9093", integration: "slack" },
      summary: "50% of notifications by slack fail",
    },
  ],
  quiet: [
    {
      kind: "below",
      when: "a fifth of all heartbeats fails",
      interval: "15s",
      series: [
        series(notifications, { ...target, integration: "webhook" }, "0+5x80"),
        series(notificationsFailed, { ...target, integration: "webhook", reason: "serverError" }, "0+1x80"),
      ],
      at: "20m",
    },
    {
      kind: "lookalike",
      when: "one notification fails and gets out when it is tried again",
      interval: "15s",
      series: [
        series(notifications, { ...target, integration: "email" }, "0x8 1 2 2x70"),
        series(notificationsFailed, { ...target, integration: "email", reason: "other" }, "0x8 1x71"),
      ],
      at: "20m",
    },
    {
      kind: "no-traffic",
      when: "nothing is to be sent",
      interval: "15s",
      series: [
        series(notifications, { ...target, integration: "slack" }, "4x80"),
        series(notificationsFailed, { ...target, integration: "slack", reason: "other" }, "4x80"),
      ],
      at: "20m",
    },
    {
      kind: "restart",
      when: "Alertmanager restarts and its counters begin anew",
      interval: "15s",
      series: [
        series(notifications, { ...target, integration: "webhook" }, "50x20 _ _ 0+1x60"),
        series(notificationsFailed, { ...target, integration: "webhook", reason: "other" }, "9x20 _ _ 0x60"),
      ],
      at: "20m",
    },
  ],
};

const notHandedOver = promql`sum by (service, instance, alertmanager) (rate(${alertsNotSent}[5m]))`;
const handedOver = promql`sum by (service, instance, alertmanager) (rate(${alertsSent}[5m]))`;

const alertmanagerUnreachable: Alert = {
  name: "AlertmanagerUnreachable",
  severity: "critical",
  threshold: { value: 0.5, unit: "ratio of alerts" },
  // What failed is not among what was sent. There is always something to send: Watchdog, twice a minute.
  expr: (threshold) => promql`${notHandedOver} / (${notHandedOver} + ${handedOver}) > ${threshold}`,
  // After a restart each alert is handed over again within half a minute, which halves the ratio.
  for: "2m",
  summary:
    "Prometheus could not hand {{ $value | humanizePercentage }} of its alerts to {{ $labels.alertmanager }}",
  description:
    "Alerts fire in Prometheus and nobody is told. With a single Alertmanager this alert cannot reach anybody either: that Watchdog's heartbeat stops is what raises the alarm.",
  runbook: {
    checks: [
      {
        question: "Does Alertmanager run, and what does it say?",
        command: "npm run logs -- alertmanager --since 10m",
      },
      { question: "How many alerts wait?", query: promql`${alertsWaiting}` },
      {
        question: "What error does Prometheus get?",
        command: `npm run logs -- prometheus --since 10m | grep -i "error sending alert"`,
      },
    ],
    fix: [
      "Start it: `docker start mcp-alertmanager`, or `npm run up`.",
      "Until it runs, look at the alerts in Prometheus itself, under Alerts.",
    ],
  },
  fault: "alertmanager-stopped",
  fires: [
    {
      when: "Alertmanager has taken nothing for minutes",
      interval: "15s",
      series: [
        series(
          alertsSent,
          { ...prometheus, alertmanager: url },
          "0x3 1x3 2x3 3x3 4x3 5x23 6x3 7x3 8x3 9x3 10x3 11x3",
        ),
        series(alertsNotSent, { ...prometheus, alertmanager: url }, "0x22 1x3 2x3 3x3 4x3 5x40"),
      ],
      at: "585s",
      until: "750s",
      labels: { service: "prometheus", instance: "prometheus:9090", alertmanager: url },
      summary: `Prometheus could not hand 100% of its alerts to ${url}`,
    },
  ],
  quiet: [
    {
      kind: "below",
      when: "four of ten alerts are not taken",
      interval: "15s",
      series: [
        series(alertsSent, { ...prometheus, alertmanager: url }, "0+6x80"),
        series(alertsNotSent, { ...prometheus, alertmanager: url }, "0+4x80"),
      ],
      at: "20m",
    },
    {
      kind: "restart",
      when: "Alertmanager restarts in the middle of an incident and twenty alerts have to be handed over again",
      interval: "15s",
      series: [
        series(alertsSent, { ...prometheus, alertmanager: url }, "5x20 5x4 25x3 45x3 65x40"),
        series(alertsNotSent, { ...prometheus, alertmanager: url }, "0x20 20x60"),
      ],
      at: "15m",
    },
    {
      kind: "no-traffic",
      when: "nothing is to be handed over",
      interval: "15s",
      series: [
        series(alertsSent, { ...prometheus, alertmanager: url }, "5x80"),
        series(alertsNotSent, { ...prometheus, alertmanager: url }, "3x80"),
      ],
      at: "20m",
    },
    {
      kind: "brief",
      when: "two alerts in a row are not taken and the next ones are",
      interval: "15s",
      series: [
        series(alertsSent, { ...prometheus, alertmanager: url }, "0x35 3x4 6x4 9x60"),
        series(alertsNotSent, { ...prometheus, alertmanager: url }, "0x28 1x4 2x70"),
      ],
      at: "20m",
    },
  ],
};

/** Whether an alert that fires reaches somebody. */
export const alertmanagerRules: RuleGroup = {
  name: "alertmanager",
  interval: "15s",
  recordings: [],
  alerts: [alertmanagerReloadFailed, notificationsFailing, alertmanagerUnreachable],
};
