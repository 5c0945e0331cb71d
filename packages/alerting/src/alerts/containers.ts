import {
  containerMemoryLimit,
  containerMemoryUse,
  containerRecordings,
  containerRestarts,
  containerCpuSeconds,
  containerWorkingSet,
  promql,
} from "@monitoring/collection";
import type { Alert } from "../alert.ts";
import type { RuleGroup } from "../rule-group.ts";
import { containerScenarios } from "../recording-scenarios/containers.ts";
import { series } from "../scenario.ts";

const target = { job: "cadvisor", instance: "cadvisor:8080", service: "cadvisor", image: "sha256:1" };
const container = { ...target, id: "/docker/1", name: "mcp-redis" };

const containerOutOfMemory: Alert = {
  name: "ContainerOutOfMemory",
  severity: "high",
  // cAdvisor can count what the kernel ended only with rights that it does not have here, so it is told by its signs: the
  // memory stays at the limit, or the container started again after it had been there. Without a limit there is no ratio.
  expr: (threshold) => promql`last_over_time(${containerMemoryUse}[1m]) > ${threshold}
or max_over_time(${containerMemoryUse}[15m]) > ${threshold} and ${containerRestarts} > 0`,
  threshold: { value: 0.9, unit: "ratio" },
  for: "2m",
  keepFiringFor: "1m",
  summary: "{{ $labels.service }} uses or used {{ $value | humanizePercentage }} of the memory it may have",
  description:
    "At the limit the kernel ends the container's process: whatever it was doing is lost, and it is away until it has started again.",
  runbook: {
    checks: [
      {
        question: "Was it ended already?",
        command:
          "docker ps -a --format '{{.Names}} {{.Status}}'; docker inspect --format '{{.State.OOMKilled}} {{.RestartCount}}' <name>",
      },
      { question: "Does it grow slowly (a leak) or with the load?", query: promql`${containerMemoryUse}` },
      { question: "What did it do at that time?", command: "npm run logs -- <service> --since 30m" },
    ],
    fix: [
      "Restart it before the kernel does: `docker restart <name>`.",
      "Raise its limit: `docker update --memory 512m --memory-swap 512m <name>`, and in the stack, or it is gone with the next update.",
      "If it grows without end, find the leak; roll back if it came with a deploy.",
    ],
  },
  fault: "container-out-of-memory",
  fires: [
    {
      when: "a container uses 95 % of its limit for two minutes, a lost scrape among them",
      interval: "15s",
      series: [
        series(containerMemoryLimit, container, "100000000x60"),
        series(containerWorkingSet, container, "40000000x3 95000000x3 stale 95000000x10 40000000x30"),
      ],
      at: "180s",
      // Below at 300 s, and a minute more in case it comes back.
      until: "360s",
      labels: { service: "mcp-redis" },
      summary: "mcp-redis uses or used 95% of the memory it may have",
    },
    {
      when: "a container was at its limit for half a minute and started again five minutes later",
      interval: "15s",
      series: [
        series(containerMemoryLimit, container, "100000000x90"),
        series(containerWorkingSet, container, "40000000x3 96000000x1 40000000x80"),
        series(containerCpuSeconds, container, "50+1x25 2+1x60"),
      ],
      at: "510s",
      // The moment at which it was at its limit is a quarter of an hour ago, and a minute more.
      until: "1035s",
      labels: { service: "mcp-redis" },
      summary: "mcp-redis uses or used 96% of the memory it may have",
    },
    {
      when: "a container at its limit cannot be seen for three scrapes, and then never again",
      interval: "15s",
      series: [
        series(containerMemoryLimit, container, "100000000x20 stale _x2 100000000x10 stale"),
        series(containerWorkingSet, container, "95000000x20 stale _x2 95000000x10 stale"),
      ],
      at: "120s",
      // A minute after the last scrape, at 510 s, and a minute more in case it comes back.
      until: "630s",
      labels: { service: "mcp-redis" },
      summary: "mcp-redis uses or used 95% of the memory it may have",
    },
  ],
  quiet: [
    {
      kind: "below",
      when: "it uses 90 %",
      interval: "15s",
      series: [
        series(containerMemoryLimit, container, "100000000x60"),
        series(containerWorkingSet, container, "90000000x60"),
        series(containerCpuSeconds, container, "50+1x20 2+1x40"),
      ],
      at: "15m",
    },
    {
      kind: "brief",
      when: "it uses all for a minute and a half",
      interval: "15s",
      series: [
        series(containerMemoryLimit, container, "100000000x60"),
        series(containerWorkingSet, container, "40000000x3 99000000x5 40000000x40"),
        series(containerCpuSeconds, container, "50+1x60"),
      ],
      at: "12m",
    },
    {
      kind: "lookalike",
      when: "a container without a limit uses much and is restarted",
      interval: "15s",
      series: [
        series(containerMemoryLimit, container, "0x60"),
        series(containerWorkingSet, container, "9000000000x60"),
        series(containerCpuSeconds, container, "50+1x20 2+1x40"),
      ],
      at: "15m",
    },
    {
      kind: "lost-scrape",
      when: "a scrape is lost",
      interval: "15s",
      series: [
        series(containerMemoryLimit, container, "100000000x3 stale 100000000x40"),
        series(containerWorkingSet, container, "40000000x3 stale 40000000x40"),
        series(containerCpuSeconds, container, "50+1x3 stale 55+1x40"),
      ],
      at: "10m",
    },
  ],
};

const containerRestarting: Alert = {
  name: "ContainerRestarting",
  severity: "high",
  expr: (threshold) => promql`${containerRestarts} > ${threshold}`,
  // One for a new setting and one to take it back.
  threshold: { value: 2, unit: "restarts in 15 minutes" },
  // The fifteen minutes of the expression are its patience.
  for: "0s",
  summary: "{{ $labels.service }} restarted at least {{ $value }} times within 15 minutes",
  description:
    "A container starts and ends again and again. In between it may answer, so that nothing else tells of it: some calls fail.",
  runbook: {
    checks: [
      {
        question: "Why did it end? 137 is the kernel (memory) or a kill, anything else the program.",
        command: "docker ps -a --format '{{.Names}} {{.Status}}'",
      },
      { question: "What did it log before it ended?", command: "npm run logs -- <service> --since 20m" },
      {
        question:
          "Is it this one alone? (some restarts are missed: it counts those between two scrapes as one)",
        query: promql`${containerRestarts} > 0`,
      },
    ],
    fix: [
      "If it was deployed in the last minutes, roll back.",
      "If it lacks something (a password, a file, a database), give it that; the log says what.",
      "Stop it, if its restarts do harm: `docker stop <name>`.",
    ],
  },
  fault: "container-restarts",
  inhibitedBy: ["ContainerOutOfMemory"],
  fires: [
    {
      when: "it starts for the third time within 15 minutes",
      interval: "15s",
      series: [series(containerCpuSeconds, container, "50+1x3 2+1x7 stale 2+1x5 2+1x80")],
      at: "285s",
      until: "945s",
      labels: { service: "mcp-redis" },
      summary: "mcp-redis restarted at least 3 times within 15 minutes",
    },
  ],
  quiet: [
    {
      kind: "below",
      when: "it is restarted twice",
      interval: "15s",
      series: [series(containerCpuSeconds, container, "50+1x3 2+1x7 2+1x60")],
      at: "15m",
    },
    {
      kind: "restart",
      when: "every container starts once, with the machine",
      interval: "15s",
      series: [
        series(containerCpuSeconds, container, "50+1x3 stale _x8 2+1x60"),
        series(
          containerCpuSeconds,
          { ...container, id: "/docker/2", name: "mcp-server" },
          "90+1x3 stale _x8 2+1x60",
        ),
      ],
      at: "15m",
    },
    {
      kind: "lost-scrape",
      when: "scrapes are lost now and then",
      interval: "15s",
      series: [series(containerCpuSeconds, container, "50+1x3 stale 55+1x3 stale 60+1x3 stale 65+1x40")],
      at: "13m",
    },
    {
      kind: "lookalike",
      when: "it is made anew again and again, each time with another id, as by deploys and tests",
      interval: "15s",
      series: [
        series(containerCpuSeconds, { ...container, id: "/docker/1" }, "50+1x3 stale"),
        series(containerCpuSeconds, { ...container, id: "/docker/2" }, "_x4 2+1x3 stale"),
        series(containerCpuSeconds, { ...container, id: "/docker/3" }, "_x8 2+1x3 stale"),
        series(containerCpuSeconds, { ...container, id: "/docker/4" }, "_x12 2+1x3 stale"),
        series(containerCpuSeconds, { ...container, id: "/docker/5" }, "_x16 2+1x40"),
      ],
      at: "14m",
    },
  ],
};

/** Each container on the machine; its name is the alert's service. */
export const containerRules: RuleGroup = {
  name: "containers",
  interval: "15s",
  recordings: containerRecordings,
  scenarios: containerScenarios,
  alerts: [containerOutOfMemory, containerRestarting],
};
