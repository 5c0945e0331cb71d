import {
  buckets,
  httpDurationP95,
  httpErrorRate,
  httpRequestDuration,
  httpRequestRate,
  httpRequests,
  knownToolCallRate,
  knownToolErrorRate,
  missedRequestRate,
  promql,
  slowRequestRate,
  timedRequestRate,
  toolCallRate,
  toolDurationP95,
  toolErrorRatio,
  toolExecutions,
  wantedRequestRate,
  where,
} from "@monitoring/collection";
import { counting, series } from "../scenario.ts";
import { growth, type Slo } from "../slo.ts";

const target = { job: "mcp-server", instance: "mcp-server:3001", service: "mcp-server" };
const request = { ...target, method: "POST", path: "/mcp" };

// Three a minute: at an objective of 99.9 % it takes three bad ones in an hour to page, not one.
const minimumTraffic = 0.05;

const logs = { question: "What does the server log?", command: "npm run logs -- mcp-server --since 1h" };

/**
 * The server answers. An outage costs budget, but its pages and tickets are McpServerDown's: counted here, too, it
 * would page again for half an hour after the server is back.
 */
const availability: Slo = {
  name: "Availability",
  label: "availability",
  objective: 0.999,
  period: "30d",
  failure: "requests to {{ $labels.service }} are answered with a server error",
  meaning: "Clients get HTTP 5xx instead of answers.",
  bad: httpErrorRate,
  total: httpRequestRate,
  spent: { bad: missedRequestRate, total: wantedRequestRate },
  minimumTraffic,
  runbook: {
    checks: [
      {
        question: "Which requests fail, and since when?",
        query: promql`sum by (path, status) (rate(${where(httpRequests, { status: /5../ })}[5m]))`,
      },
      logs,
      { question: "Is something down that it depends on?", command: "npm run status" },
    ],
    fix: [
      "Mend the cause as for HighErrorRate, which tells it sooner; this one says that it matters.",
      "While the budget is overspent, put reliability before features.",
    ],
  },
  fault: "http-errors",
  inhibitedBy: ["McpServerDown"],
  series: (events) => [
    series(httpRequests, { ...request, status: "200" }, counting(...growth(events, ({ good }) => good))),
    series(httpRequests, { ...request, status: "500" }, counting(...growth(events, ({ bad }) => bad))),
  ],
};

/** The server answers within a second. */
const latency: Slo = {
  name: "Latency",
  label: "latency",
  objective: 0.99,
  period: "30d",
  failure: "requests to {{ $labels.service }} take longer than a second",
  meaning: "People wait for their assistant, which waits for the server.",
  bad: slowRequestRate,
  total: timedRequestRate,
  minimumTraffic,
  runbook: {
    checks: [
      {
        question: "How slow is it, and since when?",
        query: promql`${httpDurationP95}`,
      },
      { question: "Which tool is slow?", query: promql`topk(5, ${toolDurationP95})` },
      logs,
    ],
    fix: ["Where one tool is slow, see McpToolSlow; where all are, see HighResponseTime."],
  },
  fault: "http-slow",
  inhibitedBy: ["McpServerDown"],
  series: (events) => [
    series(
      buckets(httpRequestDuration),
      { ...request, le: "1.0" },
      counting(...growth(events, ({ good }) => good)),
    ),
    series(
      buckets(httpRequestDuration),
      { ...request, le: "+Inf" },
      counting(...growth(events, ({ good, bad }) => good + bad)),
    ),
  ],
};

/** Tools do what they are called for. */
const toolSuccess: Slo = {
  name: "ToolSuccess",
  label: "tool_success",
  // Models call tools with arguments that do not exist, and a tool is right to refuse them.
  objective: 0.99,
  period: "30d",
  failure: "tool calls to {{ $labels.service }} fail",
  meaning: "Assistants get errors from the tools that they call, over HTTP 200 for the most part.",
  bad: knownToolErrorRate,
  total: knownToolCallRate,
  minimumTraffic,
  runbook: {
    checks: [
      { question: "Which tools fail?", query: promql`sort_desc(${toolErrorRatio})` },
      {
        question: "Do they fail (tool_error), or are they called wrongly (protocol_error)?",
        query: promql`sum by (tool, outcome) (${toolCallRate})`,
      },
      logs,
    ],
    fix: ["Mend the tools that fail as for McpToolErrors, the most called first."],
  },
  fault: "tool-errors",
  inhibitedBy: ["McpServerDown"],
  series: (events) => {
    const calls = { ...target, tool_name: "create_ticket" };
    return [
      series(
        toolExecutions,
        { ...calls, status: "success" },
        counting(...growth(events, ({ good }) => good)),
      ),
      series(
        toolExecutions,
        { ...calls, status: "tool_error" },
        counting(...growth(events, ({ bad }) => bad)),
      ),
    ];
  },
};

/** What is promised about the MCP server. */
export const mcpServerSlos: readonly Slo[] = [availability, latency, toolSuccess];
