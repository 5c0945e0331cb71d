import { promql, up, where } from "@monitoring/collection";
import type { Alert, AlertGroup } from "../alert.ts";

const series = 'up{job="mcp-server", instance="mcp-server:3001", service="mcp-server"}';

const mcpServerDown: Alert = {
  name: "McpServerDown",
  severity: "critical",
  // A down target gives 0; a job without any target gives no series at all, which must not look healthy.
  expr: promql`${where(up, { job: "mcp-server" })} == 0 or absent(${where(up, { job: "mcp-server", service: "mcp-server" })})`,
  // Longer than a restart (under 30 s) takes, so that a deploy pages nobody.
  for: "30s",
  summary: "{{ $labels.service }} does not answer",
  description: "Prometheus cannot scrape the MCP server: no client can call a tool.",
  runbook: [
    "Is the process running, and what did it log last?",
    "Does /health answer from its own host? Then look at the network between it and Prometheus.",
    "Was it deployed in the last minutes? Roll back.",
  ],
  fault: "server-stopped",
  fires: [
    {
      when: "the server has not answered for longer than a restart takes",
      interval: "5s",
      series: [{ series, values: "1x6 0x12" }],
      at: "75s",
      labels: { job: "mcp-server", instance: "mcp-server:3001", service: "mcp-server" },
      summary: "mcp-server does not answer",
    },
    {
      when: "no target of the job exists",
      interval: "5s",
      series: [{ series: 'up{job="prometheus", service="prometheus"}', values: "1x20" }],
      at: "60s",
      labels: { job: "mcp-server", service: "mcp-server" },
      summary: "mcp-server does not answer",
    },
  ],
  quiet: [
    { when: "the server answers", interval: "5s", series: [{ series, values: "1x20" }], at: "90s" },
    { when: "one scrape is lost", interval: "5s", series: [{ series, values: "1x6 0 1x12" }], at: "40s" },
    {
      when: "a restart takes 25 seconds",
      interval: "5s",
      series: [{ series, values: "1x6 0x4 1x12" }],
      at: "55s",
    },
  ],
};

/** About the MCP server as a whole. Every 5 s, so that a page comes within a minute of the fault. */
export const mcpServerAlerts: AlertGroup = { name: "mcp-server", interval: "5s", alerts: [mcpServerDown] };
