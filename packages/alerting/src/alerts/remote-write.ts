import {
  promql,
  processStartTime,
  remoteNewest,
  remoteSamples,
  remoteSamplesFailed,
  remoteSamplesRetried,
  remoteSent,
  where,
} from "@monitoring/collection";
import type { Alert } from "../alert.ts";
import type { RuleGroup } from "../rule-group.ts";
import { series } from "../scenario.ts";

const target = { job: "prometheus", instance: "prometheus:9090", service: "prometheus" };
const queue = { ...target, remote_name: "amp", url: "https://amp.example.com/api/v1/remote_write" };
const labels = { service: "prometheus", instance: "prometheus:9090", remote_name: "amp" };

// Until the first sample is taken, `sent` is 0; what was stored before the start is not sent any more, so the wait
// counts from there. The last known values: a scrape that is lost does not start `for` anew.
const sent = promql`last_over_time(${remoteSent}[5m])`;
const started = where(processStartTime, { job: "prometheus" });
const takenUpTo = promql`(${sent} > 0 or ${sent} + on (job, instance) group_left () last_over_time(${started}[5m]))`;

/** Seconds that each remote storage is behind, by `remote_name`. */
export const remoteWriteLag = promql`max by (service, instance, remote_name) (last_over_time(${remoteNewest}[5m]) - ${takenUpTo})`;

const remoteWriteBehind: Alert = {
  name: "RemoteWriteBehind",
  severity: "high",
  threshold: { value: 120, unit: "seconds" },
  expr: (threshold) => promql`${remoteWriteLag} > ${threshold}`,
  // A remote end that is away for some minutes is caught up with; nothing is lost for two hours.
  for: "5m",
  summary: "remote storage {{ $labels.remote_name }} is {{ $value | humanizeDuration }} behind",
  description:
    "What is stored for long, and what is evaluated there, lags behind. After two hours, or with a restart before, samples are lost there for good.",
  runbook: {
    checks: [
      {
        question: "What does the remote end answer?",
        command: `npm run logs -- prometheus --since 10m | grep -i "remote"`,
      },
      {
        question: "Is it refused, or only too slow?",
        query: promql`rate(${remoteSamplesRetried}[5m]) / rate(${remoteSamples}[5m])`,
      },
      {
        question: "Does it run with as many senders as it may?",
        query: promql`prometheus_remote_storage_shards_desired / prometheus_remote_storage_shards_max`,
      },
    ],
    fix: [
      "Do not restart Prometheus: what waits in its queue would not be sent any more.",
      "403: credentials have expired. 429: the remote end's limit of samples per second is reached; have it raised, or send fewer series.",
      "Otherwise see whether the network lets it out; it catches up by itself.",
    ],
  },
  fault: "remote-write-blocked",
  fires: [
    {
      when: "remote storage has been away for seven minutes, though a scrape is lost in between",
      interval: "15s",
      series: [
        series(remoteNewest, queue, "1000+15x20 _ 1330+15x40"),
        series(remoteSent, queue, "1000+15x4 1060x16 _ 1060x10 1510+15x20"),
        series(processStartTime, target, "500x60"),
      ],
      at: "495s",
      until: "510s",
      labels,
      summary: "remote storage amp is 7m 15s behind",
    },
    {
      when: "it has taken nothing since the start",
      interval: "15s",
      series: [
        series(remoteNewest, queue, "1000+15x60"),
        series(remoteSent, queue, "0x60"),
        series(processStartTime, target, "990x60"),
      ],
      at: "420s",
      labels,
      summary: "remote storage amp is 7m 10s behind",
    },
  ],
  quiet: [
    {
      kind: "below",
      when: "it stays 105 seconds behind",
      interval: "15s",
      series: [
        series(remoteNewest, queue, "1000+15x80"),
        series(remoteSent, queue, "895+15x80"),
        series(processStartTime, target, "500x80"),
      ],
      at: "20m",
    },
    {
      kind: "brief",
      when: "it is away for five minutes and is then caught up with",
      interval: "15s",
      series: [
        series(remoteNewest, queue, "1000+15x80"),
        series(remoteSent, queue, "1000+15x4 1060x20 1375+15x50"),
        series(processStartTime, target, "500x80"),
      ],
      at: "18m",
    },
    {
      kind: "restart",
      when: "Prometheus starts and its first samples are under way",
      interval: "15s",
      series: [
        series(remoteNewest, queue, "1000+15x40"),
        series(remoteSent, queue, "0x2 1030+15x38"),
        series(processStartTime, target, "990x40"),
      ],
      at: "10m",
    },
  ],
};

const remoteWriteSamplesLost: Alert = {
  name: "RemoteWriteSamplesLost",
  severity: "high",
  threshold: { value: 0.01, unit: "ratio of samples" },
  expr: (threshold) =>
    promql`sum by (service, instance, remote_name) (rate(${remoteSamplesFailed}[5m])) / sum by (service, instance, remote_name) (rate(${remoteSamples}[5m])) > ${threshold}`,
  // Twice the window: a batch that is refused once, as after a restart, is over by then.
  for: "10m",
  summary:
    "remote storage {{ $labels.remote_name }} refuses {{ $value | humanizePercentage }} of all samples for good",
  description:
    "These samples are not tried again: what is stored for long has holes that nothing fills, and alerts that are evaluated there may stay quiet.",
  runbook: {
    checks: [
      {
        question: "What does the remote end answer?",
        command: `npm run logs -- prometheus --since 10m | grep -i "non-recoverable"`,
      },
      {
        question: "How many are lost?",
        query: promql`rate(${remoteSamplesFailed}[5m])`,
      },
      {
        question: "Does its clock fit? (Samples too far in the past or the future are refused.)",
        query: promql`time() - ${remoteNewest}`,
      },
    ],
    fix: [
      "out of order, duplicate: two senders write the same series; give each its own label.",
      "limit, 429: the remote end's limits are reached; have them raised, or send fewer series.",
      "403: credentials have expired.",
    ],
  },
  fault: "remote-write-refused",
  fires: [
    {
      when: "1.4 % of all samples have been refused for ten minutes",
      interval: "15s",
      series: [
        series(remoteSamples, queue, "0+10000x80"),
        series(remoteSamplesFailed, queue, "0+140x50 7000x30"),
      ],
      at: "615s",
      until: "14m",
      labels,
      summary: "remote storage amp refuses 1.4% of all samples for good",
    },
  ],
  quiet: [
    {
      kind: "below",
      when: "0.8 % are refused",
      interval: "15s",
      series: [series(remoteSamples, queue, "0+10000x80"), series(remoteSamplesFailed, queue, "0+80x80")],
      at: "20m",
    },
    {
      kind: "brief",
      when: "one batch is refused",
      interval: "15s",
      series: [
        series(remoteSamples, queue, "0+10000x80"),
        series(remoteSamplesFailed, queue, "0x20 20000x60"),
      ],
      at: "20m",
    },
    {
      kind: "no-traffic",
      when: "nothing is sent",
      interval: "15s",
      series: [series(remoteSamples, queue, "5x80"), series(remoteSamplesFailed, queue, "5x80")],
      at: "20m",
    },
  ],
};

/** Whether what is to be kept for long arrives there. Without remote_write its metrics are absent. */
export const remoteWriteRules: RuleGroup = {
  name: "remote-write",
  interval: "15s",
  recordings: [],
  alerts: [remoteWriteBehind, remoteWriteSamplesLost],
};
