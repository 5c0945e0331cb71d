import {
  headSeries,
  promql,
  prometheusReloadSuccessful,
  ruleEvaluationFailures,
  ruleGroupInterval,
  ruleGroupIterationsMissed,
  ruleGroupLastDuration,
} from "@monitoring/collection";
import type { Alert } from "../alert.ts";
import type { RuleGroup } from "../rule-group.ts";
import { counting, series } from "../scenario.ts";

const target = { job: "prometheus", instance: "prometheus:9090", service: "prometheus" };
const group = { ...target, rule_group: "/etc/prometheus/rules/monitoring.yml;postgres" };
const labels = { service: "prometheus", instance: "prometheus:9090" };

const prometheusReloadFailed: Alert = {
  name: "PrometheusReloadFailed",
  severity: "high",
  // The last known value: a scrape that is lost does not start `for` anew.
  expr: promql`max by (service, instance) (last_over_time(${prometheusReloadSuccessful}[5m])) == 0`,
  // Files arrive one after another; a half-written set is refused and read again within seconds.
  for: "1m",
  summary: "Prometheus on {{ $labels.instance }} refused its new configuration and runs the old one",
  description:
    "New rules, targets and receivers have no effect, and after its next start Prometheus will not run at all.",
  runbook: {
    checks: [
      {
        question: "What is wrong with it?",
        command: `npm run logs -- prometheus --since 1h | grep -i "error loading config"`,
      },
      {
        question: "When was a configuration last accepted?",
        query: promql`time() - prometheus_config_last_reload_success_timestamp_seconds`,
      },
      {
        question: "Do the rules that are deployed evaluate?",
        query: promql`increase(${ruleEvaluationFailures}[5m]) > 0`,
      },
    ],
    fix: [
      "Mend the file that the log names (most often one in rules/) and run `npm run up`.",
      "If the refused file is put back exactly as it was before, the alert stays: Prometheus compares checksums, finds nothing new and keeps reporting the last attempt. `docker kill --signal HUP mcp-prometheus` makes it read again.",
    ],
  },
  fault: "configuration-broken",
  fires: [
    {
      when: "a configuration was refused a minute ago, though a scrape is lost in between",
      interval: "15s",
      series: [series(prometheusReloadSuccessful, target, "1x4 0x1 _ 0x6 1x10")],
      at: "135s",
      until: "225s",
      labels,
      summary: "Prometheus on prometheus:9090 refused its new configuration and runs the old one",
    },
    {
      when: "a configuration was refused and no scrape is answered for four minutes, and then none any more",
      interval: "15s",
      series: [series(prometheusReloadSuccessful, target, "1x4 0 _x15 0x5 _x40")],
      at: "135s",
      // Five minutes after the last answer.
      until: "690s",
      labels,
      summary: "Prometheus on prometheus:9090 refused its new configuration and runs the old one",
    },
  ],
  quiet: [
    {
      kind: "brief",
      when: "a half-written set of files is refused and read again within a minute",
      interval: "15s",
      series: [series(prometheusReloadSuccessful, target, "1x4 0x3 1x20")],
      at: "6m",
    },
    {
      kind: "restart",
      when: "Prometheus restarts",
      interval: "15s",
      series: [series(prometheusReloadSuccessful, target, "1x4 _ _ 1x20")],
      at: "6m",
    },
  ],
};

const ruleEvaluationFailing: Alert = {
  name: "RuleEvaluationFailing",
  severity: "high",
  expr: promql`sum by (service, instance, rule_group) (increase(${ruleEvaluationFailures}[5m])) > 0`,
  // Longer than the window: one failed evaluation is out of it by then, a rule that is broken fails again.
  for: "6m",
  summary: `rules of {{ $labels.rule_group }} cannot be evaluated: {{ $value | printf "%.0f" }} failures in 5 minutes`,
  description:
    "An alert of this group does not fire though its fault may be there, or what it reads is not computed.",
  runbook: {
    checks: [
      {
        question: "Which rule fails, and why?",
        command: `npm run logs -- prometheus --since 10m | grep -iE "evaluating rule|rule sample appending"`,
      },
      {
        question: "Since when, and how often?",
        query: promql`rate(${ruleEvaluationFailures}[5m]) > 0`,
      },
      {
        question: "Does the disk take writes? (If not, every rule fails.)",
        query: promql`increase(prometheus_tsdb_wal_writes_failed_total[5m])`,
      },
    ],
    fix: [
      "A rule in rules/: mend or remove it and run `npm run up`; `many-to-many matching` means that an exporter runs twice or exposes a label more.",
      "A query that takes too long: see RuleEvaluationSlow.",
    ],
  },
  fault: "rule-broken",
  inhibitedBy: ["PrometheusWritesFailing"],
  fires: [
    {
      when: "a rule has failed at every evaluation for six minutes",
      interval: "15s",
      series: [series(ruleEvaluationFailures, group, "0x4 1+1x28 29x30")],
      at: "435s",
      until: "780s",
      labels: { ...labels, rule_group: "/etc/prometheus/rules/monitoring.yml;postgres" },
      summary:
        "rules of /etc/prometheus/rules/monitoring.yml;postgres cannot be evaluated: 20 failures in 5 minutes",
    },
  ],
  quiet: [
    {
      kind: "brief",
      when: "every rule of a group fails once",
      interval: "15s",
      series: [series(ruleEvaluationFailures, group, "0x4 40x40")],
      at: "11m",
    },
    {
      kind: "restart",
      when: "Prometheus restarts and its counters begin anew",
      interval: "15s",
      series: [series(ruleEvaluationFailures, group, "12x20 _ _ 0x40")],
      at: "15m",
    },
  ],
};

const interval = promql`last_over_time(${ruleGroupInterval}[5m])`;
const load = promql`avg_over_time(${ruleGroupLastDuration}[5m]) / ${interval}`;
// A group that misses every second evaluation counts as 150 % of its interval.
const missed = promql`1 + rate(${ruleGroupIterationsMissed}[5m]) * ${interval}`;

const ruleEvaluationSlow: Alert = {
  name: "RuleEvaluationSlow",
  severity: "warning",
  threshold: { value: 0.8, unit: "ratio of the group's interval" },
  expr: (threshold) =>
    promql`max by (service, instance, rule_group) ((${missed}) > 1 or (${load}) > ${threshold})`,
  // Twice the window: a machine that slept misses evaluations once.
  for: "10m",
  summary: "rule group {{ $labels.rule_group }} takes {{ $value | humanizePercentage }} of its interval",
  description:
    "Alerts of this group come late, and at 100 % evaluations are left out: pages take longer than promised.",
  runbook: {
    checks: [
      {
        question: "Which groups take long?",
        query: promql`topk(5, ${ruleGroupLastDuration} / ${ruleGroupInterval})`,
      },
      { question: "Has the number of series grown?", query: promql`${headSeries}` },
      { question: "Is the machine out of processor time?", command: "docker stats --no-stream" },
    ],
    fix: [
      "Read something that is recorded instead of computing it twice, or select fewer series.",
      "Give a group that need not be quick a longer interval.",
    ],
  },
  fault: "rules-slow",
  fires: [
    {
      when: "a group has taken 93 % of its interval for ten minutes",
      interval: "15s",
      series: [series(ruleGroupLastDuration, group, "14x50 1x30"), series(ruleGroupInterval, group, "15x80")],
      at: "10m",
      until: "810s",
      labels: { ...labels, rule_group: "/etc/prometheus/rules/monitoring.yml;postgres" },
      summary: "rule group /etc/prometheus/rules/monitoring.yml;postgres takes 93.33% of its interval",
    },
    {
      when: "every second evaluation is left out",
      interval: "15s",
      series: [
        // It was shorter and longer before.
        series(ruleGroupInterval, group, "3.75x30 15x5 7.5x75"),
        series(ruleGroupIterationsMissed, group, counting([1, 50], [0, 60])),
      ],
      at: "615s",
      until: "1035s",
      labels: { ...labels, rule_group: "/etc/prometheus/rules/monitoring.yml;postgres" },
      summary: "rule group /etc/prometheus/rules/monitoring.yml;postgres takes 150% of its interval",
    },
    {
      when: "evaluations are left out and the interval is not told for four minutes, and then never again",
      interval: "15s",
      series: [
        series(ruleGroupInterval, group, "7.5x20 _x15 7.5x20 _x60"),
        series(ruleGroupIterationsMissed, group, "0+1x120"),
      ],
      at: "615s",
      until: "1140s",
      labels: { ...labels, rule_group: "/etc/prometheus/rules/monitoring.yml;postgres" },
      summary: "rule group /etc/prometheus/rules/monitoring.yml;postgres takes 150% of its interval",
    },
    {
      when: "the interval is shortened to what a group takes, and made longer again",
      interval: "15s",
      series: [
        series(ruleGroupLastDuration, group, "14x80"),
        series(ruleGroupInterval, group, "60x20 15x44 60x30"),
      ],
      at: "915s",
      until: "990s",
      labels: { ...labels, rule_group: "/etc/prometheus/rules/monitoring.yml;postgres" },
      summary: "rule group /etc/prometheus/rules/monitoring.yml;postgres takes 93.33% of its interval",
    },
    {
      when: "a group takes long and its interval is not told for four minutes, and then never again",
      interval: "15s",
      series: [
        series(ruleGroupLastDuration, group, "14x120"),
        series(ruleGroupInterval, group, "15x20 _x15 15x20 _x60"),
      ],
      at: "10m",
      // Five minutes after it was told last, at 840 s.
      until: "1140s",
      labels: { ...labels, rule_group: "/etc/prometheus/rules/monitoring.yml;postgres" },
      summary: "rule group /etc/prometheus/rules/monitoring.yml;postgres takes 93.33% of its interval",
    },
  ],
  quiet: [
    {
      kind: "below",
      when: "a group takes 80 % of its interval",
      interval: "15s",
      series: [
        series(ruleGroupLastDuration, group, "12x80"),
        series(ruleGroupInterval, group, "15x80"),
        series(ruleGroupIterationsMissed, group, "0x80"),
      ],
      at: "20m",
    },
    {
      kind: "brief",
      when: "one evaluation takes long and the next is left out",
      interval: "15s",
      series: [
        series(ruleGroupLastDuration, group, "0.1x8 14x3 0.1x60"),
        series(ruleGroupInterval, group, "15x80"),
        series(ruleGroupIterationsMissed, group, "0x8 1x70"),
      ],
      at: "15m",
    },
  ],
};

/** Whether Prometheus reads what it is given and evaluates it in time. */
export const prometheusRules: RuleGroup = {
  name: "prometheus",
  interval: "15s",
  recordings: [],
  alerts: [prometheusReloadFailed, ruleEvaluationFailing, ruleEvaluationSlow],
};
