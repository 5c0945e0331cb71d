import { probeSuccess, processStartTime, promql, up, where } from "@monitoring/collection";
import type { Alert } from "../alert.ts";
import type { RuleGroup } from "../rule-group.ts";
import { series } from "../scenario.ts";

const target = { job: "mcp-server", instance: "mcp-server:3001", service: "mcp-server" };

const mcpServerDown: Alert = {
  name: "McpServerDown",
  severity: "critical",
  // A down target gives 0; a job without any target gives no series at all, which must not look healthy.
  expr: promql`${where(up, { job: "mcp-server" })} == 0 or absent(${where(up, { job: "mcp-server", service: "mcp-server" })})`,
  // Longer than a restart (under 30 s) takes, so that a deploy pages nobody.
  for: "30s",
  summary: "{{ $labels.service }} does not answer",
  description: "Prometheus cannot scrape the MCP server: no client can call a tool.",
  runbook: {
    checks: [
      {
        question: "Is the process running, and what did it log last?",
        command: "npm run logs -- mcp-server --since 10m",
      },
      {
        question: "Does it answer from outside, as a client would ask it?",
        query: where(probeSuccess, { service: "mcp-server" }),
      },
      {
        question: "Was it deployed in the last minutes?",
        query: where(processStartTime, { job: "mcp-server" }),
      },
    ],
    fix: ["Start it: `docker start mcp-server`.", "If it was deployed in the last minutes, roll back."],
  },
  fault: "server-stopped",
  // Without new samples every series seems to be gone.
  inhibitedBy: ["PrometheusWritesFailing"],
  fires: [
    {
      when: "the server has not answered for longer than a restart takes",
      interval: "5s",
      series: [series(up, target, "1x6 0x12 1x6")],
      at: "65s",
      until: "100s",
      labels: target,
      summary: "mcp-server does not answer",
    },
    {
      when: "no target of the job exists",
      interval: "5s",
      series: [],
      at: "30s",
      labels: { job: "mcp-server", service: "mcp-server" },
      summary: "mcp-server does not answer",
    },
  ],
  quiet: [
    {
      kind: "healthy",
      when: "the server answers, whatever else does not",
      interval: "5s",
      series: [
        series(up, target, "1x20"),
        series(up, { job: "node", instance: "node-exporter:9100", service: "node" }, "0x20"),
      ],
      at: "90s",
    },
    {
      kind: "lost-scrape",
      when: "one scrape is lost",
      interval: "5s",
      series: [series(up, target, "1x6 0 1x12")],
      at: "90s",
    },
    {
      kind: "restart",
      when: "a restart takes 25 seconds",
      interval: "5s",
      series: [series(up, target, "1x6 0x4 1x12")],
      at: "90s",
    },
  ],
};

/** About the MCP server as a whole. Every 5 s, so that a page comes within a minute of the fault. */
export const mcpServerRules: RuleGroup = {
  name: "mcp-server",
  interval: "5s",
  recordings: [],
  alerts: [mcpServerDown],
};
