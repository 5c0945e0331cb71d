import {
  promql,
  toolCallRate,
  toolCallRateByTool,
  toolErrorRatio,
  toolExecutions,
} from "@monitoring/collection";
import type { Alert } from "../alert.ts";
import { counting, series, type InputSeries } from "../scenario.ts";

const target = { job: "mcp-server", instance: "mcp-server:3001", service: "mcp-server" };
const tool = "create_ticket";
const labels = { service: "mcp-server", tool };

const calls = (status: string, values: string): InputSeries =>
  series(toolExecutions, { ...target, tool_name: tool, status }, values);

/** Another tool of the server, and another server's tool of the same name. */
const others = (status: string, values: string): readonly InputSeries[] => [
  series(toolExecutions, { ...target, tool_name: "get_usage_trend", status }, values),
  series(toolExecutions, { ...target, service: "billing-mcp", tool_name: tool, status }, values),
];

// Fewer repeats than this in five minutes harm nobody.
const minimumRepeats = 30;
// Most of the calls fail: a tool that is merely popular is no storm.
const mostlyFailing = 0.5;

/** Clients repeat a failing call; a row of the group mcp-tools. */
export const mcpRetryStorm: Alert = {
  name: "McpRetryStorm",
  // Once, not twice: McpToolErrors mails about the tool that fails; this says that clients make it worse.
  severity: "warning",
  // The hour before ends ten minutes ago, so that the storm is not what it is compared with; and half an hour of it
  // is there, or the first calls after a start would look like a storm.
  expr: (times) =>
    promql`${toolCallRateByTool} > ${times} * avg_over_time(${toolCallRateByTool}[1h] offset 10m) and on (service, tool) (${toolCallRateByTool} offset 30m) and on (service, tool) ${toolErrorRatio} > ${mostlyFailing} and on (service, tool) ${toolCallRateByTool} > ${minimumRepeats} / 300`,
  threshold: { value: 3, unit: "times the rate of the hour before" },
  // A client that backs off is quiet again by then.
  for: "2m",
  summary:
    '{{ $labels.tool }} of {{ $labels.service }} is called {{ printf "%.2f" $value }} times a second, and mostly fails',
  description:
    "An assistant repeats a failing call again and again. It costs its user money and time, and the server its capacity for others.",
  runbook: {
    checks: [
      {
        question: "Who calls it?",
        query: promql`topk(5, sum by (client_id, tool_name) (rate(rate_limit_checks_total[5m])))`,
      },
      {
        question: "How do the calls fail?",
        query: promql`sum by (tool, outcome) (${toolCallRate})`,
      },
      {
        question: "What does the answer tell the assistant?",
        command: "npm run logs -- mcp-server --since 10m",
      },
    ],
    fix: [
      "Mend the tool, or switch it off so that it is no longer listed.",
      "Say in the tool's error what to do instead: assistants repeat what looks like a passing fault.",
      "Lower the rate limit of that client until it is mended.",
    ],
  },
  fault: "retry-storm",
  inhibitedBy: ["McpServerDown"],
  fires: [
    {
      when: "a tool is called four times as often as before, and mostly fails",
      interval: "15s",
      series: [
        calls("success", counting([10, 120], [15, 40], [10, 40])),
        calls("tool_error", counting([0, 120], [25, 40], [0, 40])),
      ],
      at: "35m",
      until: "42m",
      labels,
      summary: "create_ticket of mcp-server is called 2.67 times a second, and mostly fails",
    },
    {
      when: "a tool that is called once in two minutes is called eight times a minute, and fails",
      interval: "30s",
      series: [calls("success", counting([0.25, 60])), calls("tool_error", counting([0, 60], [4, 30]))],
      at: "2145s",
      labels,
      summary: "create_ticket of mcp-server is called 0.13 times a second, and mostly fails",
    },
    {
      when: "a tool is called three and a half times as often as in the hour before, though not in the one before that",
      interval: "1m",
      step: "1m",
      series: [
        calls("success", counting([20, 60], [10, 75])),
        calls("tool_error", counting([0, 135], [35, 15])),
      ],
      at: "142m",
      labels,
      summary: "create_ticket of mcp-server is called 0.58 times a second, and mostly fails",
    },
  ],
  quiet: [
    {
      kind: "below",
      when: "a tool is called three times as often as before, and fails",
      interval: "1m",
      step: "1m",
      series: [
        calls("success", counting([10, 85], [0, 15])),
        calls("tool_error", counting([0, 85], [30, 15])),
      ],
      at: "100m",
    },
    {
      kind: "brief",
      when: "an assistant repeats a call for a minute and gives up",
      interval: "15s",
      series: [
        calls("success", counting([10, 180])),
        calls("tool_error", counting([0, 120], [40, 4], [0, 56])),
      ],
      at: "45m",
    },
    {
      kind: "lookalike",
      when: "a tool is called five times as often as before, and half of it works, while others fail as ever",
      interval: "15s",
      series: [
        calls("success", counting([10, 120], [25, 40], [10, 40])),
        calls("tool_error", counting([0, 120], [25, 40], [0, 40])),
        ...others("tool_error", counting([10, 200])),
      ],
      at: "50m",
    },
    {
      kind: "lookalike",
      when: "a tool fails as often as ever",
      interval: "15s",
      series: [calls("tool_error", counting([10, 180]))],
      at: "45m",
    },
    {
      kind: "restart",
      when: "a tool that is first called twelve minutes before fails ever more often, while others are called for long",
      interval: "1m",
      step: "1m",
      series: [
        calls("tool_error", `_x10 ${counting([1, 12], [40, 15])}`),
        ...others("success", counting([10, 60])),
      ],
      at: "37m",
    },
    {
      kind: "no-traffic",
      when: "a tool that is called once in two minutes is called six times a minute, and fails, while others are busy",
      interval: "30s",
      series: [
        calls("success", counting([0.25, 60])),
        calls("tool_error", counting([0, 60], [3, 30])),
        ...others("success", counting([100, 90])),
      ],
      at: "45m",
    },
  ],
};
