import {
  clockSkew,
  containerCpuUse,
  containerMemory,
  containerMemoryUse,
  containerRestarts,
  containerTraffic,
  cpuModes,
  cpuUse,
  diskAvail,
  diskFree,
  memoryUse,
  nodeCpuSeconds,
  nodeDiskIoTime,
  nodeDiskRead,
  nodeDiskWritten,
  nodeLoad1,
  nodeMemoryAvailable,
  nodeMemoryTotal,
  nodeNetworkErrorsIn,
  nodeNetworkErrorsOut,
  nodeNetworkReceived,
  nodeNetworkSent,
  promql,
  where,
} from "@monitoring/collection";
import type { DashboardRow } from "../dashboard.ts";
import { greatest } from "../greatest.ts";
import { chosen } from "../variable.ts";

const machine = chosen.instance;
// In recordings the container's name is its service.
const recorded = { service: chosen.container.name };
const avail = where(diskAvail, machine);
// Days until nothing is left at the pace of the last six hours. A disk that empties counts as a year, and so does one that
// is not known for as long as the alert wants to know it.
const daysLeft = promql`(clamp(${avail} / clamp_min(-deriv(${avail}[6h]), 1) / 86400, 0, 365) and last_over_time(${avail}[1h] offset 5h)) or ${avail} * 0 + 365`;
const perSecond = "[$__rate_interval]";

/** Does the machine have room, and who takes it? */
export const systemResources: DashboardRow = {
  uid: "system-resources",
  title: "System Resources",
  folder: "Operations",
  description: "Does the machine have room, and who takes it?",
  variables: ["instance", "container"],
  range: "6h",
  sections: [
    {
      title: "Is it fine now?",
      panels: [
        {
          kind: "stat",
          title: "Processors",
          description: "Which share of the processors is busy?",
          queries: [{ expr: where(cpuUse, machine), legend: "{{instance}}" }],
          unit: "percentunit",
          limits: { alert: "HighCpuUsage" },
        },
        {
          kind: "stat",
          title: "Memory",
          description: "Which share of the memory is used, caches left out?",
          queries: [{ expr: where(memoryUse, machine), legend: "{{instance}}" }],
          unit: "percentunit",
          limits: { alert: "HighMemoryUsage" },
        },
        {
          kind: "stat",
          title: "Fullest disk: free",
          description: "Which share of the fullest disk is free?",
          queries: [
            { expr: promql`min by (instance) (${where(diskFree, machine)})`, legend: "{{instance}}" },
          ],
          unit: "percentunit",
          limits: { alert: "DiskSpaceCritical" },
        },
        {
          kind: "stat",
          title: "Time until a disk is full",
          description:
            "How long does the space last at the pace of the last six hours? A year stands for a year or more, and for what is not known yet.",
          queries: [{ expr: promql`min by (instance) (${daysLeft})`, legend: "{{instance}}" }],
          unit: "d",
          limits: { alert: "DiskWillFill" },
        },
        {
          kind: "stat",
          title: "Load per processor",
          description: "Do programs wait for a processor? Above 1 they do.",
          queries: [
            {
              expr: promql`max by (instance) (${where(nodeLoad1, machine)}) / count by (instance) (count by (instance, cpu) (${where(nodeCpuSeconds, machine)}))`,
              legend: "{{instance}}",
            },
          ],
          unit: "short",
          limits: { yellow: 1, red: 2 },
        },
        {
          kind: "stat",
          title: "Clock off by",
          description:
            "How far is the machine's clock from that of Prometheus? Times of logs and messages are compared by it.",
          queries: [
            { expr: promql`max by (instance) (${where(clockSkew, machine)})`, legend: "{{instance}}" },
          ],
          unit: "s",
          limits: { alert: "ClockSkew" },
        },
        {
          kind: "stat",
          title: "Fullest container",
          description: "How near is a container to the limit of memory at which the kernel ends it?",
          queries: [
            {
              expr: promql`max(${where(containerMemoryUse, recorded)}) or vector(0)`,
              legend: "of its limit",
            },
          ],
          unit: "percentunit",
          limits: { alert: "ContainerOutOfMemory" },
        },
        {
          kind: "stat",
          title: "Most restarts of a container",
          description: "How often was the container that starts most often started again within 15 minutes?",
          queries: [
            { expr: promql`max(${where(containerRestarts, recorded)}) or vector(0)`, legend: "restarts" },
          ],
          unit: "short",
          limits: { alert: "ContainerRestarting" },
        },
      ],
    },
    {
      title: "Since when?",
      panels: [
        {
          kind: "timeseries",
          title: "Processors and memory",
          description:
            "Which share of the processors is busy, and which of the memory is used? The limit is that of processors.",
          queries: [
            { expr: where(cpuUse, machine), legend: "processors, {{instance}}" },
            { expr: where(memoryUse, machine), legend: "memory, {{instance}}" },
          ],
          unit: "percentunit",
          limits: { alert: "HighCpuUsage" },
          watchedBy: ["HighMemoryUsage"],
          width: 12,
        },
        {
          kind: "timeseries",
          title: "Free share by disk",
          description: "Which share of each disk is free?",
          queries: [{ expr: where(diskFree, machine), legend: "{{device}}" }],
          unit: "percentunit",
          limits: { alert: "DiskSpaceCritical" },
          width: 6,
        },
        {
          kind: "timeseries",
          title: "Restarts in 15 minutes",
          description:
            "Which containers were started again? Counted by processor time that begins at 0: cAdvisor tells only when a container was made.",
          queries: [
            {
              expr: promql`topk(10, ${where(containerRestarts, recorded)} > 0) or on () label_replace(vector(0), "service", "none", "", "")`,
              legend: "{{service}}",
            },
          ],
          unit: "short",
          limits: { alert: "ContainerRestarting" },
          width: 6,
        },
        {
          kind: "timeseries",
          title: "Memory against its limit",
          description: "How near is each container to the limit at which the kernel ends it?",
          queries: [{ expr: greatest(10, where(containerMemoryUse, recorded)), legend: "{{service}}" }],
          unit: "percentunit",
          limits: { alert: "ContainerOutOfMemory" },
          many: true,
          width: 24,
        },
      ],
    },
    {
      title: "Why? Machine",
      panels: [
        {
          kind: "timeseries",
          title: "Processor time by what it is spent on",
          description:
            "What do the processors do? Much iowait means that disks are slow, steal that a neighbour takes them.",
          queries: [
            {
              expr: promql`avg by (mode) (${where(cpuModes, machine)})`,
              legend: "{{mode}}",
            },
          ],
          unit: "percentunit",
          many: true,
        },
        {
          kind: "timeseries",
          title: "Memory in use",
          description: "How much memory is used, and how much is there?",
          queries: [
            {
              expr: promql`${where(nodeMemoryTotal, machine)} - ${where(nodeMemoryAvailable, machine)}`,
              legend: "used",
            },
            { expr: where(nodeMemoryTotal, machine), legend: "there is", isLimit: true },
          ],
          unit: "bytes",
          width: 12,
        },
        {
          kind: "timeseries",
          title: "Free space by disk",
          description: "How much space is left on each disk?",
          queries: [{ expr: where(diskAvail, machine), legend: "{{device}}" }],
          unit: "bytes",
          watchedBy: ["DiskWillFill", "DiskSpaceCritical"],
        },
        {
          kind: "timeseries",
          title: "Disk reads and writes",
          description: "How much is read and written a second?",
          queries: [
            { expr: promql`rate(${where(nodeDiskRead, machine)}${perSecond})`, legend: "read, {{device}}" },
            {
              expr: promql`rate(${where(nodeDiskWritten, machine)}${perSecond})`,
              legend: "written, {{device}}",
            },
          ],
          unit: "Bps",
        },
        {
          kind: "timeseries",
          title: "Disk busy",
          description: "Which share of the time is a disk at work? Near 100 % programs wait for it.",
          queries: [
            { expr: promql`rate(${where(nodeDiskIoTime, machine)}${perSecond})`, legend: "{{device}}" },
          ],
          unit: "percentunit",
          limits: { yellow: 0.8 },
        },
        {
          kind: "timeseries",
          title: "Network",
          description: "How much goes in and out a second?",
          queries: [
            {
              expr: promql`sum by (device) (rate(${where(nodeNetworkReceived, { ...machine, device: /en.*|eth.*/ })}${perSecond}))`,
              legend: "in, {{device}}",
            },
            {
              expr: promql`sum by (device) (rate(${where(nodeNetworkSent, { ...machine, device: /en.*|eth.*/ })}${perSecond}))`,
              legend: "out, {{device}}",
            },
          ],
          unit: "Bps",
          width: 12,
        },
        {
          kind: "timeseries",
          title: "Network errors",
          description: "Do packets get lost at this machine's interfaces?",
          queries: [
            { expr: promql`sum(rate(${where(nodeNetworkErrorsIn, machine)}${perSecond}))`, legend: "in" },
            { expr: promql`sum(rate(${where(nodeNetworkErrorsOut, machine)}${perSecond}))`, legend: "out" },
          ],
          unit: "cps",
          width: 12,
        },
      ],
    },
    {
      title: "Why? Containers",
      panels: [
        {
          kind: "timeseries",
          title: "Processors by container",
          description: "Who takes the processors? 100 % is one whole processor.",
          queries: [
            {
              expr: greatest(10, where(containerCpuUse, recorded)),
              legend: "{{service}}",
            },
          ],
          unit: "percentunit",
          many: true,
        },
        {
          kind: "timeseries",
          title: "Memory by container",
          description: "Who takes the memory?",
          queries: [
            {
              expr: greatest(10, where(containerMemory, recorded)),
              legend: "{{service}}",
            },
          ],
          unit: "bytes",
          many: true,
        },
        {
          kind: "timeseries",
          title: "Network by container",
          description: "Who talks most, in and out together?",
          queries: [
            {
              expr: greatest(10, where(containerTraffic, recorded)),
              legend: "{{service}}",
            },
          ],
          unit: "Bps",
          many: true,
        },
        {
          kind: "timeseries",
          title: "Containers that run",
          description: "How many containers run?",
          queries: [
            {
              expr: promql`count(${where(containerMemory, recorded)})`,
              legend: "containers",
            },
          ],
          unit: "short",
          width: 12,
        },
      ],
    },
  ],
};
