import {
  promql,
  processStartTime,
  remoteNewest,
  remoteSamples,
  remoteSamplesFailed,
  remoteSamplesRetried,
  remoteSent,
  up,
  where,
} from "@monitoring/collection";
import type { Alert } from "../alert.ts";
import type { RuleGroup } from "../rule-group.ts";
import { counting, series } from "../scenario.ts";

const target = { job: "prometheus", instance: "prometheus:9090", service: "prometheus" };
const queue = { ...target, remote_name: "amp", url: "https://amp.example.com/api/v1/remote_write" };
const labels = { service: "prometheus", instance: "prometheus:9090", remote_name: "amp" };

// Until the first sample is taken, `sent` is 0; what was stored before the start is not sent any more, so the wait
// counts from there. The last known values: a scrape that is lost does not start `for` anew.
const sent = promql`last_over_time(${remoteSent}[5m])`;
const started = where(processStartTime, { job: "prometheus" });
const takenUpTo = promql`(${sent} > 0 or ${sent} + on (job, instance) group_left () last_over_time(${started}[5m]))`;

/** Seconds that each remote storage is behind, by `remote_name`. */
export const remoteWriteLag = promql`max by (service, instance, remote_name) (last_over_time(${remoteNewest}[5m]) - on (job, instance) group_right () ${takenUpTo})`;

// What each of four leaves out in the end; of two nothing was ever taken.
const behind = [
  { instance: "a:9090", leavesOut: "newest", sent: 500, started: 5000 },
  { instance: "b:9090", leavesOut: "sent", sent: 500, started: 5000 },
  { instance: "c:9090", leavesOut: "sent", sent: 0, started: 500 },
  { instance: "d:9090", leavesOut: "start", sent: 0, started: 500 },
] as const;
/** A sample in 15 s, without those of four minutes; always, or not any more after ten minutes. */
const always = (value: number, growth = 0): string => told(value, growth, 44);
const briefly = (value: number, growth = 0): string => `${told(value, growth, 4)} _x40`;
const told = (value: number, growth: number, again: number): string =>
  `${value}+${growth}x20 _x15 ${value + growth * 36}+${growth}x${again}`;

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
        series(remoteNewest, target, "1000+15x20 _ 1330+15x40"),
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
        series(remoteNewest, target, "1000+15x60"),
        series(remoteSent, queue, "0x60"),
        series(processStartTime, target, "990x60"),
      ],
      at: "420s",
      labels,
      summary: "remote storage amp is 7m 10s behind",
    },
    {
      when: "Prometheus restarts while remote storage is away: what was stored before is not sent any more",
      interval: "15s",
      series: [
        series(remoteNewest, target, "1000+15x60"),
        series(remoteSent, queue, "1000+15x3 1045x5 0x60"),
        series(processStartTime, target, "500x9 1150x60"),
      ],
      // 120 s after the start at 150 s, and five minutes.
      at: "585s",
      labels,
      summary: "remote storage amp is 7m 15s behind",
    },
    {
      when: "four are behind and tell nothing for four minutes, and then each leaves out one of the numbers",
      interval: "15s",
      series: behind.flatMap(({ instance, leavesOut, sent, started: at }) => {
        const of = { ...queue, instance };
        return [
          series(
            remoteNewest,
            { ...target, instance },
            leavesOut === "newest" ? briefly(1000, 15) : always(1000, 15),
          ),
          series(remoteSent, of, leavesOut === "sent" ? briefly(sent) : always(sent)),
          series(processStartTime, { ...target, instance }, leavesOut === "start" ? briefly(at) : always(at)),
        ];
      }),
      at: "5m",
      // Five minutes after the last that was told, at 600 s.
      until: "15m",
      labels: { ...labels, instance: "a:9090" },
      summary: "remote storage amp is 13m 20s behind",
      beside: ["b:9090", "c:9090", "d:9090"].map((instance) => ({
        labels: { ...labels, instance },
        summary: "remote storage amp is 13m 20s behind",
      })),
    },
  ],
  quiet: [
    {
      kind: "below",
      when: "it stays two minutes behind",
      interval: "15s",
      series: [
        series(remoteNewest, target, "1000+15x80"),
        series(remoteSent, queue, "880+15x80"),
        series(processStartTime, target, "500x80"),
      ],
      at: "20m",
    },
    {
      kind: "brief",
      when: "it is away for five minutes and is then caught up with",
      interval: "15s",
      series: [
        series(remoteNewest, target, "1000+15x80"),
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
        series(remoteNewest, target, "1000+15x40"),
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
      when: "more than one of a hundred samples have been refused for ten minutes",
      interval: "15s",
      series: [
        // Fewer of them in the end.
        series(remoteSamples, queue, counting([12000, 30], [10000, 50])),
        series(remoteSamplesFailed, queue, "0+140x50 7000x30"),
      ],
      at: "615s",
      until: "14m",
      labels,
      summary: "remote storage amp refuses 1.291% of all samples for good",
    },
  ],
  quiet: [
    {
      kind: "below",
      when: "1 % are refused",
      interval: "15s",
      series: [series(remoteSamples, queue, "0+10000x80"), series(remoteSamplesFailed, queue, "0+100x80")],
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

// Asked every 5 s (witnessInterval): 120 samples in ten minutes.
// Only what replicas sent has a cluster: of a single server each restart would leave a hole, and no other fills it.
const witness = { job: "blackbox", service: "blackbox-exporter" } as const;
const seen = where(up, { ...witness, cluster: /.+/ });
const exporter = {
  ...witness,
  instance: "exporters.mcp-monitoring.internal:9115",
  cluster: "mcp-prod",
} as const;

/** How many of the 120 scrapes of ten minutes are stored of the target that is asked most often. */
export const storedScrapes = promql`max by (service) (count_over_time(${where(up, witness)}[10m]))`;

/** Of another job, of what the exporter looks at, and of a single server's exporter. */
const otherScrapes = (ofJob: string, ofProbe = ofJob) => [
  series(up, { ...exporter, job: "own-job" }, ofJob),
  series(up, { ...exporter, service: "crm", instance: "http://crm:8201/health" }, ofProbe),
  series(up, { ...exporter, cluster: "" }, ofJob),
];

const samplesMissing: Alert = {
  name: "SamplesMissing",
  severity: "warning",
  // A hole of g seconds leaves 120 - g/5 to 122 - g/5, by where the scrapes before and after it lie. So one of 20 s, in
  // which something that is asked every 15 s was missed, is always told, and one of 15 s never. A lost collector's hole
  // in AMP is 25 s at least: 30 s of silence less batch_send_deadline.
  threshold: { value: 118, unit: "samples of 120 in ten minutes", bad: "below" },
  // Only while new samples arrive: as long as nothing does, what is missing may still come, and that nothing does is
  // another alert's. And only where there were samples before: a new stack has not lost what it never had.
  expr: (threshold) =>
    promql`max by (service) (count_over_time(${seen}[10m])) < ${threshold} and on () max(timestamp(${seen})) > time() - 60 and on () max(count_over_time(${seen}[1h] offset 10m)) > 0`,
  // Longer than the minute for which samples that stopped coming pass for new.
  for: "2m",
  summary: `samples are missing: {{ $value | printf "%.0f" }} of 120 scrapes of the last ten minutes are stored`,
  description:
    "There is a hole in every metric: rates and averages over it are of what is left, and an alert that would have begun in it did not. Nothing fills it.",
  runbook: {
    checks: [
      {
        question: "When was it, and for how long?",
        query: promql`count_over_time(${seen}[1m]) < 12`,
      },
      {
        question: "Did Prometheus, or a collector, start anew at that time?",
        query: promql`changes(${where(processStartTime, { job: "prometheus" })}[1h])`,
      },
      {
        question: "Did the remote end refuse samples for good (400, 403)?",
        query: promql`increase(${remoteSamplesFailed}[1h])`,
      },
    ],
    fix: [
      "A collector that is lost takes up to a minute with it until AMP takes the other's samples (docs/outage.md). If it was that, nothing is to be done.",
      "Refused samples: 403 is the role of the collectors' tasks; the reason of a 400 is in their log.",
    ],
  },
  fault: "samples-lost",
  inhibitedBy: ["PrometheusWritesFailing"],
  fires: [
    {
      when: "twenty seconds are missing, less than when a collector is lost and the other takes over",
      interval: "5s",
      series: [
        series(up, exporter, "1x239 _x3 1x240"),
        // This one is taken away later.
        series(up, { ...exporter, instance: "blackbox-exporter-b:9115" }, "1x239 _x3 1x80"),
        ...otherScrapes("1x484", "1x200 _x60 1x220"),
      ],
      at: "1335s",
      until: "1800s",
      labels: { service: "blackbox-exporter" },
      summary: "samples are missing: 117 of 120 scrapes of the last ten minutes are stored",
    },
    {
      when: "samples come again after eight minutes of which nothing is left",
      interval: "5s",
      series: [series(up, exporter, "1x240 _x96 1x240")],
      at: "1815s",
      labels: { service: "blackbox-exporter" },
      summary: "samples are missing: 27 of 120 scrapes of the last ten minutes are stored",
    },
    {
      when: "a hundred seconds are missing of a stack that is a quarter of an hour old",
      interval: "5s",
      series: [series(up, exporter, "1x150 _x20 1x100")],
      at: "975s",
      labels: { service: "blackbox-exporter" },
      summary: "samples are missing: 100 of 120 scrapes of the last ten minutes are stored",
    },
    {
      when: "a single sample of the hour before is left",
      interval: "5s",
      series: [series(up, exporter, "1 _x599 1x60")],
      at: "52m",
      labels: { service: "blackbox-exporter" },
      summary: "samples are missing: 25 of 120 scrapes of the last ten minutes are stored",
    },
    {
      when: "only a sample a minute still arrives",
      interval: "5s",
      series: [series(up, exporter, `1x239 ${"_x11 1 ".repeat(10)}`)],
      at: "1335s",
      labels: { service: "blackbox-exporter" },
      summary: "samples are missing: 94 of 120 scrapes of the last ten minutes are stored",
    },
  ],
  quiet: [
    {
      kind: "restart",
      when: "a collector restarts at once, and two scrapes are missing",
      interval: "5s",
      series: [series(up, exporter, "1x239 _x2 1x240")],
      at: "40m",
    },
    {
      kind: "lookalike",
      when: "a single server restarts, whose samples are of no cluster",
      interval: "5s",
      series: [series(up, { ...exporter, cluster: "" }, "1x239 _x10 1x240")],
      at: "40m",
    },
    {
      kind: "healthy",
      when: "the exporter is new, whatever else was scraped before",
      interval: "5s",
      series: [series(up, exporter, "_x240 1x480"), ...otherScrapes("1x720")],
      at: "1h",
    },
    {
      kind: "restart",
      when: "samples come again after longer than an hour",
      interval: "5s",
      series: [series(up, exporter, "1 _x959 1x140")],
      at: "90m",
    },
    {
      kind: "brief",
      when: "nothing arrives any more of either exporter, which other alerts say",
      interval: "5s",
      series: [
        series(up, exporter, "1x240"),
        series(up, { ...exporter, instance: "blackbox-exporter-b:9115" }, "1x240"),
        ...otherScrapes("1x480"),
      ],
      at: "40m",
    },
    {
      kind: "brief",
      when: "a sample arrives in 75 seconds, which is as good as none",
      interval: "5s",
      series: [series(up, exporter, `1x240 ${"_x14 1 ".repeat(15)}`)],
      at: "35m",
    },
    {
      kind: "lookalike",
      when: "the exporter is down, which is stored as such",
      interval: "5s",
      series: [series(up, exporter, "1x240 0x240")],
      at: "40m",
    },
  ],
};

/** Whether what is to be kept for long arrives there. Without remote_write the first two have no metrics. */
export const remoteWriteRules: RuleGroup = {
  name: "remote-write",
  interval: "15s",
  recordings: [],
  alerts: [remoteWriteBehind, remoteWriteSamplesLost, samplesMissing],
};
