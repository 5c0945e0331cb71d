import { budgetRemaining } from "@monitoring/alerting";
import {
  healthCheckResponseTime,
  httpErrorRatio,
  httpRequestRate,
  poolActive,
  poolSize,
  promql,
  toolCallRate,
  toolDurationP95,
  up,
  where,
} from "@monitoring/collection";
import type { DashboardRow } from "../dashboard.ts";

/** Is the MCP server doing its job right now? */
export const mcpServerOverview: DashboardRow = {
  uid: "mcp-server-overview",
  title: "MCP Server Overview",
  folder: "Operations",
  panels: [
    {
      kind: "stat",
      title: "Server",
      description: "Does the server answer Prometheus? 1 yes, 0 no.",
      expr: promql`min by (service) (${where(up, { job: "mcp-server" })})`,
      legend: "{{service}}",
      unit: "short",
    },
    {
      kind: "timeseries",
      title: "Requests",
      description: "How many HTTP requests a second does it get?",
      expr: httpRequestRate,
      legend: "{{service}}",
      unit: "reqps",
    },
    {
      kind: "timeseries",
      title: "HTTP error ratio",
      description:
        "Which share of requests fails with 5xx? Tool errors are not in it: they travel over HTTP 200.",
      expr: httpErrorRatio,
      legend: "{{service}}",
      unit: "percentunit",
      thresholds: { yellow: 0.005, red: 0.01 },
    },
    {
      kind: "timeseries",
      title: "Tool calls",
      description: "Which tools are called, and how do the calls end?",
      expr: toolCallRate,
      legend: "{{tool}} {{outcome}}",
      unit: "reqps",
    },
    {
      kind: "timeseries",
      title: "Tool time, 95th percentile",
      description: "How long does the slowest twentieth of calls take?",
      expr: toolDurationP95,
      legend: "{{tool}}",
      unit: "s",
      thresholds: { yellow: 1, red: 2 },
    },
    {
      kind: "timeseries",
      title: "Database pool in use",
      description: "Which share of the pool's connections is taken? At 1, calls wait.",
      expr: promql`${poolActive} / ${poolSize}`,
      legend: "{{service}}",
      unit: "percentunit",
      thresholds: { yellow: 0.7, red: 0.9 },
    },
    {
      kind: "stat",
      title: "Error budget left",
      description: "Which share of the failures that 30 days allow is left? Below 0, an objective is missed.",
      expr: budgetRemaining,
      legend: "{{slo}}",
      unit: "percentunit",
    },
    {
      kind: "timeseries",
      title: "Health checks",
      description: "How long do the server's checks of what it depends on take?",
      expr: promql`max by (check_type) (${healthCheckResponseTime}) / 1000`,
      legend: "{{check_type}}",
      unit: "s",
      thresholds: { yellow: 0.5, red: 2 },
    },
  ],
};
