import {
  httpRequests,
  httpUnauthorizedRate,
  mcpAccessRecordings,
  promql,
  rateLimitCheckRate,
  rateLimitChecks,
  rateLimitRejectionRatio,
  rateLimitRejections,
  where,
} from "@monitoring/collection";
import type { Alert } from "../alert.ts";
import type { RuleGroup } from "../rule-group.ts";
import { mcpAccessScenarios } from "../recording-scenarios/mcp-access.ts";
import { counting, series, type InputSeries } from "../scenario.ts";

const target = { job: "mcp-server", instance: "mcp-server:3001", service: "mcp-server" };
const labels = { service: "mcp-server" };

const requests = (status: string, values: string): InputSeries =>
  series(httpRequests, { ...target, method: "POST", path: "/mcp", status }, values);

const unauthorizedAccessAttempts: Alert = {
  name: "UnauthorizedAccessAttempts",
  severity: "high",
  expr: (rate) => promql`${httpUnauthorizedRate} > ${rate}`,
  // A number and not a share: who guesses tokens does so whatever the others do. One client with an expired token
  // asks again every few seconds at most.
  threshold: { value: 0.5, unit: "requests per second" },
  for: "5m",
  summary: '{{ $labels.service }} refuses {{ printf "%.1f" $value }} requests a second with 401 or 403',
  description:
    "Somebody tries tokens, or a client's token expired or lost its rights and it goes on asking: its users get nothing.",
  runbook: {
    checks: [
      {
        question: "Unknown tokens (401) or known ones without the right (403)?",
        query: promql`sum by (status) (rate(${where(httpRequests, { status: /401|403/ })}[5m]))`,
      },
      {
        question: "Did a client's good requests stop when this began?",
        query: promql`sum by (status) (rate(${where(httpRequests, { path: "/mcp" })}[5m]))`,
      },
      {
        question: "Where do they come from?",
        command: "npm run logs -- mcp-server --since 10m",
      },
    ],
    fix: [
      "A client of yours: renew its token, or give it the scope that it needs.",
      "A stranger: block the address before the server, and see that the server is not open to the internet.",
      "A token that may have leaked: replace it.",
    ],
  },
  fault: "bad-credentials",
  inhibitedBy: ["McpServerDown"],
  fires: [
    {
      when: "six requests in ten seconds are refused",
      interval: "15s",
      series: [
        requests("200", counting([30, 120])),
        requests("401", counting([0, 20], [6, 60], [0, 40])),
        requests("403", counting([0, 20], [3, 60], [0, 40])),
      ],
      at: "855s",
      until: "21m",
      labels,
      summary: "mcp-server refuses 0.6 requests a second with 401 or 403",
    },
  ],
  quiet: [
    {
      kind: "below",
      when: "a request in two seconds is refused",
      interval: "30s",
      series: [requests("401", counting([15, 40]))],
      at: "20m",
    },
    {
      kind: "brief",
      when: "a client tries a hundred times in a minute and gives up",
      interval: "15s",
      series: [requests("401", counting([0, 20], [25, 4], [0, 60]))],
      at: "20m",
    },
    {
      kind: "lookalike",
      when: "requests are wrong (400) or too many (429)",
      interval: "15s",
      series: [requests("400", counting([60, 80])), requests("429", counting([60, 80]))],
      at: "20m",
    },
    {
      kind: "restart",
      when: "the server restarts and counts from 0 again",
      interval: "15s",
      series: [requests("401", "900+1x20 0+1x60")],
      at: "20m",
    },
  ],
};

// A client that is refused once in a handful of calls did not meet a limit that is too low.
const minimumChecks = 20;

const client = { ...target, client_id: "nightly-report", tool_name: "get_usage_trend" };

/** Calls that pass and calls that are refused, as the server counts them. */
const limited = (passed: string, all: string, refused: string): InputSeries[] => [
  requests("200", passed),
  series(rateLimitChecks, client, all),
  series(rateLimitRejections, { ...client, limit_type: "burst" }, refused),
];

const rateLimitRejected: Alert = {
  name: "RateLimitRejections",
  severity: "warning",
  expr: (ratio) =>
    promql`${rateLimitRejectionRatio} > ${ratio} and on (service, tool) ${rateLimitCheckRate} > ${minimumChecks} / 300`,
  threshold: { value: 0.1, unit: "ratio" },
  // A burst that a client then spreads out is what a limit is for.
  for: "5m",
  summary:
    "{{ $labels.service }} refuses {{ $value | humanizePercentage }} of calls of {{ $labels.tool }}: rate limit",
  description:
    "A client calls a tool more often than it may, and goes on doing so: it is in a loop, or the limit is too low for what it is used for.",
  runbook: {
    checks: [
      {
        question: "Which client is it, and which limit does it meet?",
        query: promql`topk(5, sum by (client_id, tool_name, limit_type) (rate(${rateLimitRejections}[5m])))`,
      },
      {
        question: "Does it call more than it did an hour ago?",
        query: promql`sum by (client_id) (rate(${rateLimitChecks}[5m])) / sum by (client_id) (rate(${rateLimitChecks}[5m] offset 1h))`,
      },
      {
        question: "Does it repeat calls that fail?",
        command: "npm run logs -- mcp-server --since 10m",
      },
    ],
    fix: [
      "A client in a loop: stop it, or replace its token until it is mended.",
      "Ordinary use that grew: raise the limit of that client.",
    ],
  },
  fault: "rate-limit",
  inhibitedBy: ["McpServerDown"],
  fires: [
    {
      when: "13 of 100 calls of a tool are refused",
      interval: "15s",
      series: limited(
        counting([100, 20], [87, 60], [100, 40]),
        counting([100, 120]),
        counting([0, 20], [13, 60], [0, 40]),
      ),
      at: "14m",
      until: "1275s",
      labels: { service: "mcp-server", tool: "get_usage_trend" },
      summary: "mcp-server refuses 13% of calls of get_usage_trend: rate limit",
    },
    {
      when: "six calls a minute come and all are refused",
      interval: "10s",
      series: limited("0x90", counting([1, 90]), counting([1, 90])),
      at: "510s",
      labels: { service: "mcp-server", tool: "get_usage_trend" },
      summary: "mcp-server refuses 100% of calls of get_usage_trend: rate limit",
    },
  ],
  quiet: [
    {
      kind: "below",
      when: "10 of 100 calls are refused",
      interval: "15s",
      series: limited(counting([90, 80]), counting([100, 80]), counting([10, 80])),
      at: "20m",
    },
    {
      kind: "brief",
      when: "a client is refused 50 times at once and then slows down",
      interval: "15s",
      series: limited(
        counting([10, 20], [0, 1], [10, 60]),
        counting([10, 20], [50, 1], [10, 60]),
        counting([0, 20], [50, 1], [0, 60]),
      ),
      at: "20m",
    },
    {
      kind: "no-traffic",
      when: "20 calls of a tool come in five minutes and are refused, while others are called a lot",
      interval: "15s",
      series: [
        ...limited("0x80", counting([1, 80]), counting([1, 80])),
        series(rateLimitChecks, { ...client, tool_name: "create_ticket" }, counting([100, 80])),
        series(rateLimitChecks, { ...client, service: "billing-mcp" }, counting([100, 80])),
      ],
      at: "20m",
    },
    {
      kind: "restart",
      when: "the server restarts and counts from 0 again",
      interval: "15s",
      series: limited("900+10x20 0+10x60", "1000+10x20 0+10x60", "100x20 0x60"),
      at: "20m",
    },
  ],
};

/** Who is refused: for the want of a right, or for asking too much. */
export const mcpAccessRules: RuleGroup = {
  name: "mcp-access",
  interval: "15s",
  recordings: mcpAccessRecordings,
  scenarios: mcpAccessScenarios,
  alerts: [unauthorizedAccessAttempts, rateLimitRejected],
};
