import {
  containerCpuSeconds,
  containerWorkingSet,
  cpuUse,
  machineRecordings,
  memoryUse,
  nodeCpuSeconds,
  nodeMemoryAvailable,
  nodeMemoryTotal,
  promql,
} from "@monitoring/collection";
import type { Alert } from "../alert.ts";
import type { RuleGroup } from "../rule-group.ts";
import { machineScenarios } from "../recording-scenarios/machine.ts";
import { series } from "../scenario.ts";
import { clockSkewed } from "./clock.ts";
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
      when: "they are 80 % busy",
      interval: "1m",
      series: [series(nodeCpuSeconds, { ...user, cpu: "0" }, "10000+48x40")],
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
      when: "80 % are used",
      interval: "15s",
      series: [
        series(nodeMemoryTotal, target, "16000000000x100"),
        series(nodeMemoryAvailable, target, "3200000000x100"),
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

/** The machine that Docker runs on. */
export const machineRules: RuleGroup = {
  name: "machine",
  interval: "15s",
  recordings: machineRecordings,
  scenarios: machineScenarios,
  alerts: [diskSpaceCritical, highCpuUsage, highMemoryUsage, clockSkewed],
};
