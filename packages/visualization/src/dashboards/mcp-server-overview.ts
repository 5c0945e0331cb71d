import { budgetRemaining, mcpServerSlos } from "@monitoring/alerting";
import {
  callsAgainstBefore,
  clientNameCount,
  healthCheckResponseTime,
  healthCheckStatus,
  httpDurationBucketRate,
  httpErrorRatio,
  httpRequestRate,
  httpStatusRate,
  httpUnauthorizedRate,
  pgConnectionsByProgram,
  poolActive,
  poolSize,
  promql,
  rateLimitRejectionRatio,
  toolCallRate,
  toolCallRateByTool,
  toolDurationP95,
  toolDurations,
  toolErrorRatio,
  toolNameCount,
  up,
  where,
} from "@monitoring/collection";
import { everyAlert } from "../alert-history.ts";
import type { DashboardRow } from "../dashboard.ts";
import { firing } from "../firing.ts";
import { chosen } from "../variable.ts";

const service = chosen.service;
const tool = chosen.tool;
const serverUp = where(up, { ...service, job: "mcp-server" });
const calls = promql`(sum(${where(toolCallRate, tool)}) > 0)`;
const share = (outcome: "tool_error" | "protocol_error") =>
  promql`(sum(${where(toolCallRate, { ...tool, outcome })}) or vector(0)) / ${calls} or vector(0)`;
const quantile = (q: number) =>
  promql`histogram_quantile(${q}, sum by (le) (${where(httpDurationBucketRate, service)}))`;
const byTool = where(toolCallRateByTool, tool);

/** Is the MCP server doing its job right now? */
export const mcpServerOverview: DashboardRow = {
  uid: "mcp-server-overview",
  title: "MCP Server Overview",
  folder: "Operations",
  description: "Is the MCP server doing its job right now?",
  variables: ["service", "tool"],
  sections: [
    {
      title: "Is it fine now?",
      panels: [
        {
          kind: "stat",
          title: "Firing alerts",
          description: "How many alerts fire, of whatever part of the stack?",
          queries: [{ expr: promql`count(${firing}) or vector(0)`, legend: "alerts" }],
          unit: "none",
          limits: { yellow: 1 },
          leadsTo: "monitoring-health",
        },
        {
          kind: "stat",
          title: "Server",
          description: "Does the server answer Prometheus?",
          queries: [{ expr: promql`min by (service) (${serverUp})`, legend: "{{service}}" }],
          unit: "none",
          words: { 0: "down", 1: "up" },
          watchedBy: ["McpServerDown"],
          leadsTo: "integration-health",
        },
        {
          kind: "stat",
          title: "Failing health checks",
          description: "How many of the server's checks of what it depends on fail?",
          queries: [
            {
              expr: promql`count(min by (service, check_type) (${where(healthCheckStatus, service)}) < 1) or vector(0)`,
              legend: "failing",
            },
          ],
          unit: "none",
          limits: { red: 1 },
          watchedBy: ["HealthCheckFailing"],
          leadsTo: "database-performance",
        },
        {
          kind: "stat",
          title: "Requests",
          description: "How many HTTP requests a second do clients send?",
          queries: [
            { expr: promql`sum(${where(httpRequestRate, service)}) or vector(0)`, legend: "requests" },
          ],
          unit: "reqps",
          leadsTo: "business",
        },
        {
          kind: "stat",
          title: "Failed requests",
          description: "Which share of requests is answered with 5xx?",
          queries: [{ expr: promql`max(${where(httpErrorRatio, service)}) or vector(0)`, legend: "failed" }],
          unit: "percentunit",
          limits: { alert: "HighErrorRate" },
          leadsTo: "service-levels",
        },
        {
          kind: "stat",
          title: "Worst tool: failed calls",
          description:
            "Which share of the calls of the tool that fails most does fail? Nearly all failures travel over HTTP 200.",
          queries: [{ expr: promql`max(${where(toolErrorRatio, tool)}) or vector(0)`, legend: "failed" }],
          unit: "percentunit",
          limits: { alert: "McpToolErrors" },
        },
        {
          kind: "stat",
          title: "p95 of requests",
          description: "How long does the slowest twentieth of requests take at least?",
          queries: [{ expr: quantile(0.95), legend: "p95" }],
          unit: "s",
          limits: { alert: "HighResponseTime" },
          noValue: "no requests",
        },
        {
          kind: "stat",
          title: "Budget left",
          description:
            "How much of the smallest error budget of 30 days is left? Below 0 it is overspent; -100 % stands for twice the budget and more.",
          queries: [
            {
              expr: promql`clamp_min(min(${where(budgetRemaining, service)}), -1) or vector(1)`,
              legend: "budget",
            },
          ],
          unit: "percentunit",
          limits: { yellow: 0.5, red: 0.1, bad: "below" },
          leadsTo: "service-levels",
        },
      ],
    },
    {
      title: "Since when?",
      panels: [
        everyAlert,
        {
          kind: "states",
          title: "Health checks",
          description: "What does the server itself say about what it depends on?",
          queries: [
            {
              expr: promql`min by (check_type) (${where(healthCheckStatus, service)})`,
              legend: "{{check_type}}",
            },
          ],
          unit: "none",
          words: { 0: "failing", 1: "healthy" },
          watchedBy: ["HealthCheckFailing"],
          width: 12,
          height: 5,
        },
        {
          kind: "timeseries",
          title: "Requests over time",
          description: "How many HTTP requests a second do clients send?",
          queries: [{ expr: where(httpRequestRate, service), legend: "{{service}}" }],
          unit: "reqps",
        },
        {
          kind: "timeseries",
          title: "Errors by kind",
          description:
            "Do requests fail in transport (HTTP 5xx), in the protocol (JSON-RPC error) or in the tool (isError over HTTP 200)? The limit is that of transport.",
          queries: [
            { expr: promql`max(${where(httpErrorRatio, service)}) or vector(0)`, legend: "transport" },
            { expr: share("protocol_error"), legend: "protocol" },
            { expr: share("tool_error"), legend: "tool" },
          ],
          unit: "percentunit",
          limits: { alert: "HighErrorRate" },
        },
        {
          kind: "timeseries",
          title: "Time of requests",
          description:
            "How long do requests take: the median, the slowest twentieth and the slowest hundredth? The limit is that of p95.",
          queries: [
            { expr: quantile(0.5), legend: "p50" },
            { expr: quantile(0.95), legend: "p95" },
            { expr: quantile(0.99), legend: "p99" },
          ],
          unit: "s",
          limits: { alert: "HighResponseTime" },
        },
      ],
    },
    {
      title: "Why? Tools",
      panels: [
        {
          kind: "timeseries",
          title: "Tool calls",
          description: "Which tools are called?",
          queries: [{ expr: promql`sum by (tool) (${byTool})`, legend: "{{tool}}" }],
          unit: "reqps",
          many: true,
        },
        {
          kind: "timeseries",
          title: "Failed calls by tool",
          description: "Which tools fail, and in which share of their calls?",
          queries: [{ expr: where(toolErrorRatio, tool), legend: "{{tool}}" }],
          unit: "percentunit",
          limits: { alert: "McpToolErrors" },
          many: true,
        },
        {
          kind: "timeseries",
          title: "p95 by tool",
          description: "Which tools are slow?",
          queries: [{ expr: where(toolDurationP95, tool), legend: "{{tool}}" }],
          unit: "s",
          limits: { alert: "McpToolSlow" },
          many: true,
        },
        {
          kind: "timeseries",
          title: "Calls against the hour before",
          description:
            "How many times as often as in the hour before is a tool called? One that fails and is called ever more often is retried.",
          queries: [
            {
              expr: where(callsAgainstBefore, tool),
              legend: "{{tool}}",
            },
          ],
          unit: "short",
          limits: { alert: "McpRetryStorm" },
          many: true,
        },
        {
          kind: "timeseries",
          title: "Refused by rate limit",
          description: "Which share of a tool's calls is refused because a limit is reached?",
          queries: [
            {
              expr: promql`max by (tool) (${where(rateLimitRejectionRatio, tool)})`,
              legend: "{{tool}}",
            },
          ],
          unit: "percentunit",
          limits: { alert: "RateLimitRejections" },
          many: true,
        },
        {
          kind: "timeseries",
          title: "Calls by outcome",
          description: "How do tool calls end?",
          queries: [{ expr: promql`sum by (outcome) (${where(toolCallRate, tool)})`, legend: "{{outcome}}" }],
          unit: "reqps",
          many: true,
        },
        {
          kind: "heatmap",
          title: "Times of tool calls",
          description:
            "Are all calls a little slow, or a few very slow? Each column is a moment; the scale below says what the colours stand for.",
          queries: [{ expr: promql`sum by (le) (${where(toolDurations, tool)})`, legend: "{{le}}" }],
          unit: "s",
          width: 12,
        },
        {
          kind: "heatmap",
          title: "Times of requests",
          description:
            "Are all requests a little slow, or a few very slow? Each column is a moment; the scale below says what the colours stand for.",
          queries: [
            { expr: promql`sum by (le) (${where(httpDurationBucketRate, service)})`, legend: "{{le}}" },
          ],
          unit: "s",
          width: 12,
        },
      ],
    },
    {
      title: "Why? Connections and access",
      panels: [
        {
          kind: "timeseries",
          title: "Database connections of the server",
          description:
            "How many of the pool's connections are in use, and how many may be? At the limit calls wait.",
          queries: [
            { expr: where(poolActive, service), legend: "in use" },
            { expr: where(poolSize, service), legend: "pool", isLimit: true },
          ],
          unit: "short",
          watchedBy: ["DatabaseConnectionPoolExhausted"],
          leadsTo: "database-performance",
        },
        {
          kind: "timeseries",
          title: "Connections as PostgreSQL sees them",
          description: "Which programs are connected to the database?",
          queries: [
            {
              expr: promql`label_replace(sum by (application_name) (${pgConnectionsByProgram}), "application_name", "no name", "application_name", "")`,
              legend: "{{application_name}}",
            },
          ],
          unit: "short",
          leadsTo: "database-performance",
        },
        {
          kind: "timeseries",
          title: "Names that clients choose",
          description:
            "How many names of tools and of clients are there? Each is a series of its own, in many metrics.",
          queries: [
            { expr: promql`max(${where(toolNameCount, service)})`, legend: "tools" },
            { expr: promql`max(${where(clientNameCount, service)})`, legend: "clients" },
          ],
          unit: "short",
          limits: { alert: "McpLabelOverflow" },
        },
        {
          kind: "timeseries",
          title: "Time of health checks",
          description: "How long does the server wait for each of what it depends on?",
          queries: [
            {
              expr: promql`max by (check_type) (${where(healthCheckResponseTime, service)})`,
              legend: "{{check_type}}",
            },
          ],
          unit: "ms",
          many: true,
        },
        {
          kind: "timeseries",
          title: "Answers by status",
          description: "With which HTTP status does the server answer, probes and scrapes included?",
          queries: [
            {
              expr: promql`sum by (status) (${where(httpStatusRate, service)}) or on () label_replace(vector(0), "status", "none", "", "")`,
              legend: "{{status}}",
            },
          ],
          unit: "reqps",
          many: true,
        },
        {
          kind: "timeseries",
          title: "Refused with 401 or 403",
          description:
            "How many requests a second are refused for who sent them? Many mean a wrong token, or a guesser.",
          queries: [
            { expr: promql`max(${where(httpUnauthorizedRate, service)}) or vector(0)`, legend: "refused" },
          ],
          unit: "reqps",
          limits: { alert: "UnauthorizedAccessAttempts" },
          width: 12,
        },
        {
          kind: "bars",
          title: "Budget left by objective",
          description: `How much is left of what ${mcpServerSlos.map(({ label }) => label).join(", ")} may fail in 30 days?`,
          // Before there is enough traffic to judge, nothing of the budget is spent.
          queries: [
            {
              expr: promql`sort(clamp_min(${where(budgetRemaining, service)}, -1)) or on () label_replace(vector(1), "slo", "too little traffic yet", "", "")`,
              legend: "{{slo}}",
            },
          ],
          unit: "percentunit",
          limits: { yellow: 0.5, red: 0.1, bad: "below" },
          leadsTo: "service-levels",
          width: 12,
        },
      ],
    },
  ],
};
