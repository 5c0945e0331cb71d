import {
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
  description: "Is the MCP server doing its job right now?",
  variables: [],
  sections: [
    {
      title: "Now",
      panels: [
        {
          kind: "stat",
          title: "Server",
          description: "Does the server answer Prometheus? 1 yes, 0 no.",
          queries: [
            { expr: promql`min by (service) (${where(up, { job: "mcp-server" })})`, legend: "{{service}}" },
          ],
          unit: "short",
        },
        {
          kind: "timeseries",
          title: "Requests",
          description: "How many HTTP requests a second does it get?",
          queries: [{ expr: httpRequestRate, legend: "{{service}}" }],
          unit: "reqps",
        },
        {
          kind: "timeseries",
          title: "HTTP error ratio",
          description:
            "Which share of requests fails with 5xx? Tool errors are not in it: they travel over HTTP 200.",
          queries: [{ expr: httpErrorRatio, legend: "{{service}}" }],
          unit: "percentunit",
          limits: { yellow: 0.005, red: 0.01 },
        },
        {
          kind: "timeseries",
          title: "Tool calls",
          description: "Which tools are called, and how do the calls end?",
          queries: [{ expr: toolCallRate, legend: "{{tool_name}} {{status}}" }],
          unit: "reqps",
        },
        {
          kind: "timeseries",
          title: "Tool time, 95th percentile",
          description: "How long does the slowest twentieth of calls take?",
          queries: [{ expr: toolDurationP95, legend: "{{tool_name}}" }],
          unit: "s",
          limits: { yellow: 1, red: 2 },
        },
        {
          kind: "timeseries",
          title: "Database pool in use",
          description: "Which share of the pool's connections is taken? At 1, calls wait.",
          queries: [{ expr: promql`${poolActive} / ${poolSize}`, legend: "{{service}}" }],
          unit: "percentunit",
          limits: { yellow: 0.7, red: 0.9 },
        },
      ],
    },
  ],
};
