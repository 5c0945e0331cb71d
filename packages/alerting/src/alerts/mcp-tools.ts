import {
  buckets,
  mcpToolRecordings,
  promql,
  toolCallRate,
  toolCallRateByTool,
  toolDuration,
  toolDurationP95,
  toolErrorRatio,
  toolExecutions,
} from "@monitoring/collection";
import type { Alert } from "../alert.ts";
import type { RuleGroup } from "../rule-group.ts";
import { counting, series, type Growth, type InputSeries } from "../scenario.ts";
import { mcpToolScenarios } from "../recording-scenarios/mcp-tools.ts";
import { mcpRetryStorm } from "./mcp-retry-storm.ts";

const target = { job: "mcp-server", instance: "mcp-server:3001", service: "mcp-server" };
const tool = "create_ticket";
const labels = { service: "mcp-server", tool };

// A single tool is called less than a server is asked, and two failures of ten calls are worth a look.
const minimumCalls = 10;
// A name that no tool has is the caller's mistake (McpLabelOverflow watches those).
const busy = promql`${toolCallRateByTool}{tool!="other"} > ${minimumCalls} / 300`;

const calls = (status: string, values: string, name = tool): InputSeries =>
  series(toolExecutions, { ...target, tool_name: name, status }, values);

/** Another tool of the server, and another server's tool of the same name: a sample in half a minute. */
const busyOthers = [
  calls("success", counting([100, 40]), "get_usage_trend"),
  series(
    toolExecutions,
    { ...target, service: "billing-mcp", tool_name: tool, status: "success" },
    counting([100, 40]),
  ),
];

const mcpToolErrors: Alert = {
  name: "McpToolErrors",
  // Not a page, because the server and its other tools work; not a warning, because nobody else sees it: these
  // failures travel over HTTP 200, and the assistant that called the tool makes up for them as it can.
  severity: "high",
  expr: (ratio) => promql`${toolErrorRatio} > ${ratio} and on (service, tool) ${busy}`,
  threshold: { value: 0.1, unit: "ratio" },
  // As long as the window of the rate, so that one burst of failures is out of it again.
  for: "5m",
  summary: "{{ $labels.tool }} of {{ $labels.service }} fails in {{ $value | humanizePercentage }} of calls",
  description:
    "Calls of this tool fail inside healthy HTTP answers (isError or a JSON-RPC error), which no HTTP error rate shows: assistants answer without it, or wrongly.",
  runbook: {
    checks: [
      {
        question: "Does the tool fail (tool_error), or are its calls malformed (protocol_error)?",
        query: promql`sum by (tool, outcome) (${toolCallRate})`,
      },
      {
        question: "Does it fail quickly, or time out at what it depends on?",
        query: promql`${toolDurationP95}`,
      },
      { question: "What does the server log about it?", command: "npm run logs -- mcp-server --since 10m" },
    ],
    fix: [
      "tool_error: mend what the tool depends on (database, an integration); other alerts name it.",
      "protocol_error: a client or a model calls it with wrong arguments. See whether its schema changed.",
      "Switch the tool off, so that it is no longer listed, until it works.",
    ],
  },
  fault: "tool-errors",
  inhibitedBy: ["McpServerDown"],
  fires: [
    {
      when: "13 of 100 calls of a tool fail",
      interval: "15s",
      series: [
        calls("success", counting([100, 20], [87, 60], [100, 40])),
        calls("tool_error", counting([0, 20], [13, 60], [0, 40])),
        calls("success", counting([100, 120]), "get_usage_trend"),
      ],
      at: "14m",
      until: "1275s",
      labels,
      summary: "create_ticket of mcp-server fails in 13% of calls",
    },
    {
      when: "a tool that is called once in 20 seconds only ever fails, with a JSON-RPC error",
      interval: "20s",
      series: [calls("error", counting([1, 60]))],
      at: "510s",
      labels,
      summary: "create_ticket of mcp-server fails in 100% of calls",
    },
  ],
  quiet: [
    {
      kind: "below",
      when: "10 of 100 calls fail",
      interval: "15s",
      series: [calls("success", counting([90, 80])), calls("tool_error", counting([10, 80]))],
      at: "20m",
    },
    {
      kind: "brief",
      when: "a hundred calls fail at once and then none",
      interval: "15s",
      series: [
        calls("success", counting([10, 80])),
        calls("tool_error", counting([0, 20], [100, 1], [0, 59])),
      ],
      at: "20m",
    },
    {
      kind: "no-traffic",
      when: "10 calls come in five minutes and fail, while others are called a lot",
      interval: "30s",
      series: [calls("success", "40x40"), calls("tool_error", counting([1, 40])), ...busyOthers],
      at: "20m",
    },
    {
      kind: "lookalike",
      when: "every call of a tool that does not exist fails",
      interval: "15s",
      series: [calls("success", counting([100, 80])), calls("error", counting([20, 80]), "other")],
      at: "20m",
    },
    {
      kind: "restart",
      when: "the server restarts and counts from 0 again",
      interval: "15s",
      series: [calls("success", "9000+10x20 0+10x60"), calls("tool_error", "900x20 0x60")],
      at: "20m",
    },
  ],
};

const bounds = ["0.1", "1.0", "2.5", "5.0", "10.0", "+Inf"];
const fast = [100, 100, 100, 100, 100, 100];
// The 95th percentile lies between 5 and 10 seconds.
const slow = [0, 50, 80, 92, 100, 100];

/** A hundred calls a sample, of which so many take at most each of the bounds. */
const durations = (...phases: readonly (readonly [perBound: readonly number[], samples: number])[]) => [
  ...bounds.map((le, i) =>
    series(
      buckets(toolDuration),
      { ...target, tool_name: tool, le },
      counting(...phases.map(([perBound, samples]): Growth => [perBound[i] ?? 0, samples])),
    ),
  ),
  calls("success", counting(...phases.map(([, samples]): Growth => [100, samples]))),
];

const mcpToolSlow: Alert = {
  name: "McpToolSlow",
  severity: "warning",
  expr: (limit) => promql`${toolDurationP95} > ${limit} and on (service, tool) ${busy}`,
  threshold: { value: 5, unit: "seconds" },
  for: "10m",
  summary:
    "{{ $labels.tool }} of {{ $labels.service }} takes {{ $value | humanizeDuration }} for the slowest twentieth of calls",
  description:
    "Whoever asked the assistant waits for this tool; some clients give up and call it again, which makes it slower.",
  runbook: {
    checks: [
      {
        question: "Is it this tool alone, or all of them?",
        query: promql`sort_desc(${toolDurationP95})`,
      },
      {
        question: "Is it called more than an hour ago?",
        query: promql`${toolCallRateByTool} / (${toolCallRateByTool} offset 1h)`,
      },
      { question: "What does it wait for?", command: "npm run logs -- mcp-server --since 10m" },
    ],
    fix: [
      "Slow queries: look at the database's alerts, add the index that is missing.",
      "A slow integration: shorten the time-out, so that the tool fails early and says why.",
    ],
  },
  fault: "tool-slow",
  inhibitedBy: ["McpServerDown"],
  fires: [
    {
      when: "8 % of calls take between 5 and 10 seconds",
      interval: "15s",
      series: durations([fast, 20], [slow, 80], [fast, 40]),
      at: "18m",
      until: "27m",
      labels,
      summary: "create_ticket of mcp-server takes 6.875s for the slowest twentieth of calls",
    },
    {
      when: "hardly more than ten calls come in five minutes and take between 5 and 10 seconds",
      interval: "30s",
      series: [
        ...bounds.map((le, i) =>
          series(buckets(toolDuration), { ...target, tool_name: tool, le }, counting([i < 4 ? 0 : 1.05, 40])),
        ),
        calls("success", counting([1.05, 40])),
      ],
      at: "900s",
      labels,
      summary: "create_ticket of mcp-server takes 9.75s for the slowest twentieth of calls",
    },
  ],
  quiet: [
    {
      kind: "below",
      when: "the 95th percentile is five seconds",
      interval: "15s",
      series: durations([[0, 0, 0, 38, 40, 40], 80]),
      at: "20m",
    },
    {
      kind: "brief",
      when: "calls are slow for four minutes",
      interval: "15s",
      series: durations([fast, 20], [slow, 16], [fast, 60]),
      at: "24m",
    },
    {
      kind: "no-traffic",
      when: "10 calls come in five minutes, and are slow, while others are called a lot",
      interval: "30s",
      series: [
        ...bounds.map((le, i) =>
          series(buckets(toolDuration), { ...target, tool_name: tool, le }, counting([i < 4 ? 0 : 1, 40])),
        ),
        calls("success", counting([1, 40])),
        ...busyOthers,
      ],
      at: "20m",
    },
    {
      kind: "lookalike",
      when: "calls of a tool that does not exist are slow",
      interval: "30s",
      series: [
        ...bounds.map((le, i) =>
          series(
            buckets(toolDuration),
            { ...target, tool_name: "other", le },
            counting([i < 4 ? 0 : 50, 40]),
          ),
        ),
        calls("error", counting([50, 40]), "other"),
      ],
      at: "20m",
    },
    {
      kind: "restart",
      when: "the server restarts and its first calls are slow",
      interval: "15s",
      series: durations([slow, 4], [fast, 60]),
      at: "15m",
    },
  ],
};

/** What the MCP server's tools do, whatever names it gives to its metrics. */
export const mcpToolRules: RuleGroup = {
  name: "mcp-tools",
  interval: "15s",
  recordings: mcpToolRecordings,
  scenarios: mcpToolScenarios,
  alerts: [mcpToolErrors, mcpToolSlow, mcpRetryStorm],
};
