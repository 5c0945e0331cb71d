import {
  blockReloadsFailed,
  blocksBytes,
  chunkCorruptions,
  compactionsFailed,
  headTruncationsFailed,
  promql,
  processStartTime,
  up,
  walCorruptions,
  walTruncationsFailed,
  walWritesFailed,
  where,
} from "@monitoring/collection";
import type { Alert } from "../alert.ts";
import type { RuleGroup } from "../rule-group.ts";
import { counting, series } from "../scenario.ts";
import { prometheusSeriesMany } from "./prometheus-series.ts";

const target = { job: "prometheus", instance: "prometheus:9090", service: "prometheus" };
const server = { job: "mcp-server", instance: "mcp-server:3001", service: "mcp-server" };
const labels = { service: "prometheus", instance: "prometheus:9090" };

const prometheusWritesFailing: Alert = {
  name: "PrometheusWritesFailing",
  severity: "critical",
  // With its disk full Prometheus calls itself healthy and ready and every target up, and the counter of failed writes
  // is among what it cannot store (measured with 3.14): only that nothing new arrives can be seen from within. The
  // blackbox exporter is asked every 5 s whatever the configuration (witnessInterval), so a minute without any `up` is no late scrape.
  expr: promql`label_replace(absent_over_time(${up}[1m]), "service", "prometheus", "", "") or sum by (service) (increase(${walWritesFailed}[5m])) > 0`,
  // After a start the first scrape takes up to 5 s.
  for: "30s",
  summary: "Prometheus cannot store what it collects",
  description:
    "No metric is stored: every other alert sees the past and then nothing, while Prometheus and its targets look healthy. Usually its disk is full. If it restarts now, it will not start.",
  runbook: {
    checks: [
      {
        question: "Is its disk full?",
        command: "docker exec mcp-prometheus df -h /prometheus",
      },
      {
        question: "What does it say?",
        command: `npm run logs -- prometheus --since 10m | grep -iE "no space|write to WAL|commit failed"`,
      },
      {
        question: "How old is the newest sample?",
        query: promql`time() - max(timestamp(${up}))`,
      },
    ],
    fix: [
      "Free space on the disk (`docker system df`, `docker image prune`): Prometheus goes on by itself; do not restart it before.",
      "Then lower `monitoring:retention` or `monitoring:retentionSize`, or give it a larger disk.",
    ],
  },
  fault: "storage-full",
  fires: [
    {
      when: "nothing has been stored for a minute and a half, though the last that was stored looks healthy",
      interval: "15s",
      series: [
        series(up, target, "1x8 _x10 1x4"),
        series(up, server, "1x8 _x10 1x4"),
        series(walWritesFailed, target, "0x8 _x10 0x4"),
      ],
      at: "210s",
      until: "285s",
      labels: { service: "prometheus" },
      summary: "Prometheus cannot store what it collects",
    },
    {
      when: "there is not a single series",
      interval: "15s",
      series: [],
      at: "30s",
      labels: { service: "prometheus" },
      summary: "Prometheus cannot store what it collects",
    },
    {
      when: "the first write fails",
      interval: "15s",
      series: [series(up, target, "1x40"), series(walWritesFailed, target, "0 1x40")],
      at: "45s",
      labels: { service: "prometheus" },
      summary: "Prometheus cannot store what it collects",
    },
    {
      when: "some writes fail and others do not",
      interval: "15s",
      series: [series(up, target, "1x40"), series(walWritesFailed, target, "0x4 3x4 7x30")],
      at: "105s",
      until: "435s",
      labels: { service: "prometheus" },
      summary: "Prometheus cannot store what it collects",
    },
  ],
  quiet: [
    {
      kind: "healthy",
      when: "everything is stored",
      interval: "15s",
      series: [series(up, target, "1x40"), series(walWritesFailed, target, "0x40")],
      at: "10m",
    },
    {
      kind: "restart",
      when: "Prometheus restarts",
      interval: "5s",
      series: [series(up, server, "1x24 _x5 1x40"), series(walWritesFailed, target, "0x24 _x5 0x40")],
      at: "5m",
    },
    {
      kind: "brief",
      when: "Prometheus stands still for eighty seconds",
      interval: "5s",
      series: [series(up, server, "1x24 _x15 1x40")],
      at: "6m",
    },
    {
      kind: "lookalike",
      when: "every target is down, which is stored as such",
      interval: "15s",
      series: [series(up, target, "0x40"), series(up, server, "0x40")],
      at: "10m",
    },
  ],
};

const prometheusStorageCorrupted: Alert = {
  name: "PrometheusStorageCorrupted",
  severity: "high",
  // Damage is found and cut out at start, so the counter is above 0 from the first scrape on: no rate would see it.
  expr: promql`sum by (service, instance) (${walCorruptions} + ${chunkCorruptions}) > 0 and on (service, instance) time() - ${where(processStartTime, { job: "prometheus" })} < 3600`,
  for: "0s",
  summary: `Prometheus found {{ $value | printf "%.0f" }} damaged places in its data when it started`,
  description:
    "What was stored after the damaged place, up to the start, is lost: panels have a hole, and what is computed over long times is too low. It is told for an hour after the start.",
  runbook: {
    checks: [
      {
        question: "What was cut out?",
        command: `npm run logs -- prometheus --since 2h | grep -iE "corrupt|repair|deleting"`,
      },
      {
        question: "Is it the log of the last hours, or chunks?",
        query: promql`{__name__=~"prometheus_tsdb_(wal|mmap_chunk)_corruptions_total"}`,
      },
      { question: "Does the disk report errors?", command: "dmesg | tail -50" },
    ],
    fix: [
      "Nothing brings the lost samples back, and nothing needs to be done if it stays at this: look why the machine stopped hard.",
      "If it happens again, the disk is failing: move the volume to another one.",
    ],
  },
  fault: "storage-corrupted",
  fires: [
    {
      when: "the log was damaged at the start, for an hour",
      interval: "1m",
      series: [
        series(walCorruptions, target, "_ 1x70"),
        series(chunkCorruptions, target, "_ 0x70"),
        series(processStartTime, target, "_ 45x70"),
      ],
      at: "1m",
      until: "3645s",
      labels,
      summary: "Prometheus found 1 damaged places in its data when it started",
    },
    {
      when: "the log and two chunks were damaged at the start",
      interval: "1m",
      series: [
        series(walCorruptions, target, "1x10"),
        series(chunkCorruptions, target, "2x10"),
        series(processStartTime, target, "0x10"),
      ],
      at: "0s",
      labels,
      summary: "Prometheus found 3 damaged places in its data when it started",
    },
  ],
  quiet: [
    {
      kind: "restart",
      when: "Prometheus starts with sound data, and others told of damage more than an hour ago",
      interval: "1m",
      series: [
        { of: target, damaged: 0, started: "0x20" },
        { of: { ...target, instance: "prometheus-b:9090" }, damaged: 1, started: "-4000x20" },
        { of: { ...target, service: "prometheus-global" }, damaged: 1, started: "-4000x20" },
      ].flatMap(({ of, damaged, started }) => [
        series(walCorruptions, of, `${damaged}x20`),
        series(chunkCorruptions, of, "0x20"),
        series(processStartTime, of, started),
      ]),
      at: "20m",
    },
  ],
};

const prometheusCompactionFailing: Alert = {
  name: "PrometheusCompactionFailing",
  severity: "warning",
  expr: promql`sum by (service, instance) (increase(${compactionsFailed}[10m]) + increase(${headTruncationsFailed}[10m]) + increase(${walTruncationsFailed}[10m]) + increase(${blockReloadsFailed}[10m])) > 0`,
  // Longer than the window: what fails once is tried again a minute later.
  for: "15m",
  summary: `Prometheus cannot tidy up its data: {{ $value | printf "%.0f" }} failures in 10 minutes`,
  description:
    "Memory and disk grow until one of them is full; then nothing is stored any more. A start takes longer from hour to hour.",
  runbook: {
    checks: [
      {
        question: "What fails?",
        command: `npm run logs -- prometheus --since 1h | grep -iE "compact|truncat|reload blocks"`,
      },
      {
        question: "How much disk do finished blocks take?",
        query: promql`${blocksBytes}`,
      },
      {
        question: "Is there room for a second copy of the last hours?",
        command: "docker exec mcp-prometheus df -h /prometheus",
      },
    ],
    fix: [
      "Free space on the disk; Prometheus tries again every minute.",
      "If the log names a block that it cannot read, move that block's folder out of the volume and restart: the rest stays.",
    ],
  },
  fault: "compaction-blocked",
  fires: [
    {
      when: "compaction has failed every minute for a quarter of an hour",
      interval: "1m",
      series: [
        series(compactionsFailed, target, "0x5 1+1x16 17x20"),
        ...[headTruncationsFailed, walTruncationsFailed, blockReloadsFailed].map((metric) =>
          series(metric, target, "0x45"),
        ),
      ],
      at: "21m",
      until: "31m",
      labels,
      summary: "Prometheus cannot tidy up its data: 10 failures in 10 minutes",
    },
    {
      when: "everything that tidies up has failed for a quarter of an hour, some of it twice a minute",
      interval: "1m",
      series: [compactionsFailed, headTruncationsFailed, walTruncationsFailed, blockReloadsFailed].map(
        (metric, i) => series(metric, target, counting([0, 5], [1 + i, 16], [0, 10])),
      ),
      at: "21m",
      labels,
      summary: "Prometheus cannot tidy up its data: 100 failures in 10 minutes",
    },
  ],
  quiet: [
    {
      kind: "brief",
      when: "one compaction fails and works when it is tried again",
      interval: "1m",
      series: [compactionsFailed, headTruncationsFailed, walTruncationsFailed, blockReloadsFailed].map(
        (metric) => series(metric, target, "0x5 1x40"),
      ),
      at: "45m",
    },
  ],
};

/** Whether Prometheus stores what it collects. */
export const prometheusStorageRules: RuleGroup = {
  name: "prometheus-storage",
  interval: "15s",
  recordings: [],
  alerts: [
    prometheusWritesFailing,
    prometheusStorageCorrupted,
    prometheusCompactionFailing,
    prometheusSeriesMany,
  ],
};
