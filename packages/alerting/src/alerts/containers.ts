import {
  containerMemoryLimit,
  containerMemoryUse,
  containerRecordings,
  containerStart,
  containerStartTime,
  containerWorkingSet,
  promql,
} from "@monitoring/collection";
import type { Alert } from "../alert.ts";
import type { RuleGroup } from "../rule-group.ts";
import { series } from "../scenario.ts";

const target = { job: "cadvisor", instance: "cadvisor:8080", service: "cadvisor", image: "sha256:1" };
const container = { ...target, id: "/docker/1", name: "mcp-redis" };

const containerOutOfMemory: Alert = {
  name: "ContainerOutOfMemory",
  severity: "high",
  // cAdvisor can count what the kernel ended only with rights that it does not have here, so it is told by its signs: the
  // memory stays at the limit, or the container started again after it had been there. Without a limit there is no ratio.
  expr: (threshold) => promql`last_over_time(${containerMemoryUse}[1m]) > ${threshold}
or max_over_time(${containerMemoryUse}[10m]) > ${threshold} and changes(${containerStart}[10m]) > 0`,
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
      when: "a container was at its limit for half a minute and started again",
      interval: "15s",
      series: [
        series(containerMemoryLimit, container, "100000000x60"),
        series(containerWorkingSet, container, "40000000x3 96000000x1 40000000x50"),
        series(containerStartTime, container, "1000x5 1090x50"),
      ],
      at: "180s",
      labels: { service: "mcp-redis" },
      summary: "mcp-redis uses or used 96% of the memory it may have",
    },
  ],
  quiet: [
    {
      kind: "below",
      when: "it uses 85 %",
      interval: "15s",
      series: [
        series(containerMemoryLimit, container, "100000000x60"),
        series(containerWorkingSet, container, "85000000x60"),
        series(containerStartTime, container, "1000x20 1300x40"),
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
        series(containerStartTime, container, "1000x60"),
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
        series(containerStartTime, container, "1000x20 1300x40"),
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
        series(containerStartTime, container, "1000x3 stale 1000x40"),
      ],
      at: "10m",
    },
  ],
};

const containerRestarting: Alert = {
  name: "ContainerRestarting",
  severity: "high",
  expr: (threshold) => promql`changes(${containerStart}[15m]) > ${threshold}`,
  // A deploy is one, and one more takes it back.
  threshold: { value: 2, unit: "restarts in 15 minutes" },
  // The fifteen minutes of the expression are its patience.
  for: "0s",
  summary: "{{ $labels.service }} restarted {{ $value }} times within 15 minutes",
  description:
    "A container starts and ends again and again. In between it may answer, so that nothing else tells of it: some calls fail.",
  runbook: {
    checks: [
      {
        question: "Why did it end? 137 is the kernel (memory) or a kill, anything else the program.",
        command: "docker ps -a --format '{{.Names}} {{.Status}}'",
      },
      { question: "What did it log before it ended?", command: "npm run logs -- <service> --since 20m" },
      { question: "When did it start each time?", query: promql`changes(${containerStart}[15m]) > 0` },
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
      series: [series(containerStartTime, container, "1000x3 1060x7 stale 1200x5 1290x80")],
      at: "285s",
      until: "945s",
      labels: { service: "mcp-redis" },
      summary: "mcp-redis restarted 3 times within 15 minutes",
    },
    {
      when: "it is made anew three times, each with another id",
      interval: "15s",
      series: [
        series(containerStartTime, { ...container, id: "/docker/1" }, "1000x3 stale"),
        series(containerStartTime, { ...container, id: "/docker/2" }, "_x4 1060x3 stale"),
        series(containerStartTime, { ...container, id: "/docker/3" }, "_x8 1120x3 stale"),
        series(containerStartTime, { ...container, id: "/docker/4" }, "_x12 1180x30"),
      ],
      at: "180s",
      labels: { service: "mcp-redis" },
      summary: "mcp-redis restarted 3 times within 15 minutes",
    },
  ],
  quiet: [
    {
      kind: "below",
      when: "it is deployed and rolled back",
      interval: "15s",
      series: [series(containerStartTime, container, "1000x3 1060x7 1200x60")],
      at: "15m",
    },
    {
      kind: "restart",
      when: "every container starts once, with the machine",
      interval: "15s",
      series: [
        series(containerStartTime, container, "1000x3 stale _x8 1300x60"),
        series(
          containerStartTime,
          { ...container, id: "/docker/2", name: "mcp-server" },
          "1000x3 stale _x8 1300x60",
        ),
      ],
      at: "15m",
    },
    {
      kind: "lost-scrape",
      when: "scrapes are lost now and then",
      interval: "15s",
      series: [series(containerStartTime, container, "1000x3 stale 1000x3 stale 1000x3 stale 1000x40")],
      at: "13m",
    },
    {
      kind: "lookalike",
      when: "what restarts has no name: a control group that is no container",
      interval: "15s",
      series: [series(containerStartTime, { ...target, id: "/user.slice", name: "" }, "1000+15x60")],
      at: "15m",
    },
  ],
};

/** Each container on the machine; its name is the alert's service. */
export const containerRules: RuleGroup = {
  name: "containers",
  interval: "15s",
  recordings: containerRecordings,
  alerts: [containerOutOfMemory, containerRestarting],
};
