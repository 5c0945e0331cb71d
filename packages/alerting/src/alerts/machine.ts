import {
  clockSkew,
  containerCpuSeconds,
  containerWorkingSet,
  cpuUse,
  machineRecordings,
  memoryUse,
  nodeClockOffset,
  nodeClockSynced,
  nodeCpuSeconds,
  nodeMemoryAvailable,
  nodeMemoryTotal,
  nodeTime,
  promql,
  samplesOutOfBounds,
} from "@monitoring/collection";
import type { Alert } from "../alert.ts";
import type { RuleGroup } from "../rule-group.ts";
import { series } from "../scenario.ts";
import { diskSpaceCritical } from "./disk.ts";

const target = { job: "node", instance: "node-exporter:9100", service: "node" };
const labels = { instance: "node-exporter:9100", service: "node" };
const user = { ...target, mode: "user" };
const iowait = { ...target, mode: "iowait" };

const highCpuUsage: Alert = {
  name: "HighCpuUsage",
  severity: "warning",
  expr: (threshold) => promql`${cpuUse} > ${threshold}`,
  threshold: { value: 0.8, unit: "ratio" },
  // Longer than a build or a backup of a few minutes.
  for: "10m",
  keepFiringFor: "5m",
  summary: "The processors are {{ $value | humanizePercentage }} busy",
  description:
    "The machine that Docker runs on (on macOS and Windows, Docker's virtual one) has little to spare: tools answer slower than they could.",
  runbook: {
    checks: [
      {
        question: "Which container uses them?",
        query: promql`topk(5, sum by (name) (rate(${containerCpuSeconds}{name!=""}[5m])))`,
      },
      {
        question: "What are they busy with? `steal` is taken by other machines on the same host.",
        query: promql`sum by (mode) (rate(${nodeCpuSeconds}{mode!="idle"}[5m]))`,
      },
      {
        question: "Is it a process outside the containers?",
        command: "docker stats --no-stream; top -b -n 1 | head -20",
      },
    ],
    fix: [
      "Stop or move what need not run there now.",
      "Limit the container that takes too much: `docker update --cpus 1 <name>`.",
      "Give the machine more processors.",
    ],
  },
  fault: "cpu-load",
  fires: [
    {
      when: "two processors are 85 % busy for ten minutes",
      interval: "1m",
      series: [
        series(nodeCpuSeconds, { ...user, cpu: "0" }, "10000+54x18 10972x12"),
        series(nodeCpuSeconds, { ...user, cpu: "1" }, "10000+36x18 10648x12"),
        series(nodeCpuSeconds, { ...target, cpu: "1", mode: "system" }, "10000+12x18 10216x12"),
      ],
      at: "840s",
      until: "1440s",
      labels,
      summary: "The processors are 85% busy",
    },
  ],
  quiet: [
    {
      kind: "below",
      when: "they are 75 % busy",
      interval: "1m",
      series: [series(nodeCpuSeconds, { ...user, cpu: "0" }, "10000+45x40")],
      at: "40m",
    },
    {
      kind: "brief",
      when: "a build keeps them busy for nine minutes",
      interval: "1m",
      series: [series(nodeCpuSeconds, { ...user, cpu: "0" }, "10000+6x10 10060+60x9 10606+6x20")],
      at: "40m",
    },
    {
      kind: "lookalike",
      when: "they wait for a disk",
      interval: "1m",
      series: [
        series(nodeCpuSeconds, { ...user, cpu: "0" }, "10000+6x40"),
        series(nodeCpuSeconds, { ...iowait, cpu: "0" }, "10000+54x40"),
      ],
      at: "40m",
    },
    {
      kind: "restart",
      when: "the machine restarts and counts from 0",
      interval: "1m",
      series: [series(nodeCpuSeconds, { ...user, cpu: "0" }, "100000+6x10 0+6x20")],
      at: "30m",
    },
  ],
};

const highMemoryUsage: Alert = {
  name: "HighMemoryUsage",
  severity: "warning",
  expr: (threshold) => promql`${memoryUse} > ${threshold}`,
  threshold: { value: 0.8, unit: "ratio" },
  for: "10m",
  keepFiringFor: "5m",
  summary: "{{ $value | humanizePercentage }} of the memory is used",
  description:
    "The machine that Docker runs on (on macOS and Windows, Docker's virtual one) has little to spare; when there is none, the kernel ends a process, and perhaps the server or the database.",
  runbook: {
    checks: [
      {
        question: "Which container uses it, and does it grow?",
        query: promql`topk(5, sum by (name) (${containerWorkingSet}{name!=""}))`,
      },
      { question: "How much is left?", query: promql`${nodeMemoryAvailable}` },
      {
        question: "Is it a process outside the containers?",
        command: "docker stats --no-stream; ps aux --sort -rss | head",
      },
    ],
    fix: [
      "Restart what leaks, and limit it: `docker update --memory 512m --memory-swap 512m <name>`.",
      "Give the machine more memory (Docker Desktop: Settings, Resources).",
    ],
  },
  fault: "memory-filled",
  fires: [
    {
      when: "85 % are used for ten minutes, a lost scrape among them",
      interval: "15s",
      series: [
        series(nodeMemoryTotal, target, "16000000000x100"),
        series(nodeMemoryAvailable, target, "8000000000x3 2400000000x20 stale 2400000000x25 8000000000x30"),
      ],
      at: "660s",
      // Free again at 780 s, and five minutes more in case it fills again.
      until: "1080s",
      labels,
      summary: "85% of the memory is used",
    },
  ],
  quiet: [
    {
      kind: "below",
      when: "78 % are used",
      interval: "15s",
      series: [
        series(nodeMemoryTotal, target, "16000000000x100"),
        series(nodeMemoryAvailable, target, "3520000000x100"),
      ],
      at: "20m",
    },
    {
      kind: "brief",
      when: "95 % are used for nine minutes and a half",
      interval: "15s",
      series: [
        series(nodeMemoryTotal, target, "16000000000x100"),
        series(nodeMemoryAvailable, target, "8000000000x3 800000000x38 8000000000x30"),
      ],
      at: "17m",
    },
    {
      kind: "lost-scrape",
      when: "a scrape is lost",
      interval: "15s",
      series: [
        series(nodeMemoryTotal, target, "16000000000x3 stale 16000000000x60"),
        series(nodeMemoryAvailable, target, "8000000000x3 stale 8000000000x60"),
      ],
      at: "15m",
    },
  ],
};

const clockSkewAlert: Alert = {
  name: "ClockSkew",
  severity: "warning",
  // What a time daemon measured, where one runs; what the scraper's clock says; what Prometheus refused because of it.
  // Not node_timex_sync_status: it is 0 in many virtual machines and containers whose clock is right.
  expr: (
    threshold,
  ) => promql`max by (service, instance) (abs(last_over_time(${nodeClockOffset}[1m]))) > ${threshold}
or max by (service, instance) (last_over_time(${clockSkew}[1m])) > ${threshold}
or sum by (service) (increase(${samplesOutOfBounds}[5m])) > 0`,
  // Clients accept tokens and certificates that are a few seconds off; half of one shows that nobody keeps the clock.
  threshold: { value: 0.5, unit: "seconds" },
  // Longer than a time daemon needs to set the clock after a start or a laptop's sleep.
  for: "10m",
  summary: `{{ if eq $labels.service "prometheus" }}Prometheus refused {{ printf "%.0f" $value }} samples within 5 minutes, because their time is too far off{{ else }}The machine's clock is off by {{ $value | humanizeDuration }}{{ end }}`,
  description:
    "Tokens seem expired or not yet valid, logs and measurements of several machines do not fit together, and samples get lost.",
  runbook: {
    checks: [
      {
        question: "By how much, as a time daemon says (0 also where none runs) and as the scraper says?",
        query: promql`${nodeClockOffset} or ${clockSkew}`,
      },
      {
        question: "Does a time daemon keep the clock?",
        query: promql`${nodeClockSynced}`,
        command: "timedatectl timesync-status",
      },
      { question: "Which target's samples are refused?", command: "npm run logs -- prometheus --since 15m" },
    ],
    fix: [
      "Start the time daemon: `systemctl restart systemd-timesyncd` or `chronyc makestep`.",
      "On Docker Desktop, restart it: its virtual machine's clock may stand still while the computer sleeps.",
    ],
  },
  fault: "clock-skew",
  fires: [
    {
      when: "the time daemon says 0.6 seconds for ten minutes, a lost scrape among them",
      interval: "15s",
      series: [series(nodeClockOffset, target, "0x3 -0.6x20 stale -0.6x24 0x20")],
      at: "660s",
      until: "765s",
      labels,
      summary: "The machine's clock is off by 600ms",
    },
    {
      when: "no time daemon runs and the machine is a second ahead of whoever scrapes it",
      interval: "15s",
      series: [series(nodeTime, target, "1+15x20 stale 331+15x40"), series(nodeClockOffset, target, "0x60")],
      at: "600s",
      labels,
      summary: "The machine's clock is off by 1s",
    },
    {
      when: "samples with times of their own are refused all the time",
      interval: "15s",
      series: [
        series(
          samplesOutOfBounds,
          { job: "prometheus", instance: "prometheus:9090", service: "prometheus" },
          "0x3 4+4x60",
        ),
      ],
      at: "660s",
      labels: { service: "prometheus" },
      summary: "Prometheus refused 80 samples within 5 minutes, because their time is too far off",
    },
  ],
  quiet: [
    {
      kind: "below",
      when: "it is 0.4 seconds off, and slow scrapes add to what the scraper sees",
      interval: "15s",
      series: [series(nodeClockOffset, target, "0.4x60"), series(nodeTime, target, "0.45+15x60")],
      at: "15m",
    },
    {
      kind: "lookalike",
      when: "the clock is right though no time daemon runs",
      interval: "15s",
      series: [
        series(nodeClockOffset, target, "0x60"),
        series(nodeClockSynced, target, "0x60"),
        series(nodeTime, target, "0.01+15x60"),
      ],
      at: "15m",
    },
    {
      kind: "brief",
      when: "a laptop wakes up five hours late and the clock is set within nine minutes",
      interval: "15s",
      series: [series(nodeTime, target, "0+15x4 -17925+15x36 630+15x30")],
      at: "17m",
    },
    {
      kind: "lost-scrape",
      when: "a scrape is lost",
      interval: "15s",
      series: [
        series(nodeTime, target, "0+15x4 stale 90+15x50"),
        series(nodeClockOffset, target, "0x4 stale 0x50"),
      ],
      at: "13m",
    },
    {
      kind: "restart",
      when: "some samples were refused while the machine started",
      interval: "15s",
      series: [
        series(
          samplesOutOfBounds,
          { job: "prometheus", instance: "prometheus:9090", service: "prometheus" },
          "0x3 900x60",
        ),
      ],
      at: "15m",
    },
  ],
};

/** The machine that Docker runs on. */
export const machineRules: RuleGroup = {
  name: "machine",
  interval: "15s",
  recordings: machineRecordings,
  alerts: [diskSpaceCritical, highCpuUsage, highMemoryUsage, clockSkewAlert],
};
