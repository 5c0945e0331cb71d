import {
  clientNameCount,
  mcpLabelRecordings,
  promql,
  rateLimitChecks,
  scrapeSamples,
  toolCallRateByTool,
  toolExecutions,
  toolNameCount,
  where,
} from "@monitoring/collection";
import type { Alert } from "../alert.ts";
import type { RuleGroup } from "../rule-group.ts";
import { mcpLabelScenarios } from "../recording-scenarios/mcp-labels.ts";
import { counting, series, type InputSeries } from "../scenario.ts";

const target = { job: "mcp-server", instance: "mcp-server:3001", service: "mcp-server" };

// Models now and then make up a tool; a scanner does nothing else.
const toleratedUnknown = 0.2;
const minimumCalls = 20;

const share = promql`sum by (service) (${where(toolCallRateByTool, { tool: "other" })}) / (sum by (service) (${toolCallRateByTool}) > ${minimumCalls} / 300)`;

const tools = (count: number, values: string): InputSeries[] =>
  Array.from({ length: count }, (_, i) =>
    series(toolExecutions, { ...target, tool_name: `tool_${i + 1}`, status: "success" }, values),
  );

const clients = (count: number, values: string): InputSeries[] =>
  Array.from({ length: count }, (_, i) =>
    series(rateLimitChecks, { ...target, client_id: `client-${i + 1}`, tool_name: "create_ticket" }, values),
  );

const mcpLabelOverflow: Alert = {
  name: "McpLabelOverflow",
  severity: "warning",
  expr: (names) =>
    promql`label_replace(${toolNameCount} > ${names}, "names", "tool", "", "") or label_replace(${clientNameCount} > ${names}, "names", "client", "", "") or label_replace(${share} > ${toleratedUnknown}, "names", "unknown", "", "")`,
  threshold: { value: 200, unit: "distinct names" },
  // A flood goes on; a deployment that renames tools is over when its old series are.
  for: "10m",
  summary:
    '{{ if eq $labels.names "unknown" }}{{ $value | humanizePercentage }} of tool calls to {{ $labels.service }} name a tool that it does not have{{ else }}{{ $labels.service }} exposes {{ $value }} different {{ $labels.names }} names{{ end }}',
  description:
    "Names that clients send end up in metrics, or would: each makes new series, until Prometheus is slow or out of memory and the bill of the remote storage grows. Often it is a scanner, or an assistant that guesses tools.",
  runbook: {
    checks: [
      {
        question: "Which names are they?",
        query: promql`topk(20, sum by (tool_name) (rate(${toolExecutions}[5m])))`,
      },
      {
        question: "Who sends them?",
        query: promql`topk(5, sum by (client_id) (rate(${rateLimitChecks}[5m])))`,
      },
      {
        question: "How many series does the server expose?",
        query: where(scrapeSamples, { job: "mcp-server" }),
      },
    ],
    fix: [
      "List the server's tools in `monitoring:mcpTools`: any other name becomes `other` in every rule and dashboard.",
      "Have the server itself call unknown tools `other`, and drop the client's name from its metrics: only that bounds what is scraped.",
      "Block the client that guesses.",
    ],
  },
  fault: "label-flood",
  inhibitedBy: ["McpServerDown"],
  fires: [
    {
      when: "250 different tools are called",
      interval: "1m",
      series: tools(250, "_x4 1x15 _x10"),
      at: "14m",
      until: "24m",
      labels: { service: "mcp-server", names: "tool" },
      summary: "mcp-server exposes 250 different tool names",
    },
    {
      when: "a quarter of the calls name a tool that does not exist",
      interval: "15s",
      series: [
        series(
          toolExecutions,
          { ...target, tool_name: "create_ticket", status: "success" },
          counting([3, 80]),
        ),
        series(toolExecutions, { ...target, tool_name: "other", status: "error" }, counting([1, 80])),
      ],
      at: "12m",
      labels: { service: "mcp-server", names: "unknown" },
      summary: "25% of tool calls to mcp-server name a tool that it does not have",
    },
    {
      when: "22 calls come in five minutes and a quarter of them names a tool that does not exist",
      interval: "15s",
      series: [
        series(
          toolExecutions,
          { ...target, tool_name: "create_ticket", status: "success" },
          counting([0.825, 80]),
        ),
        series(toolExecutions, { ...target, tool_name: "other", status: "error" }, counting([0.275, 80])),
      ],
      at: "15m",
      labels: { service: "mcp-server", names: "unknown" },
      summary: "25% of tool calls to mcp-server name a tool that it does not have",
    },
    {
      when: "250 different clients call",
      interval: "1m",
      series: clients(250, "1x15"),
      at: "10m",
      labels: { service: "mcp-server", names: "client" },
      summary: "mcp-server exposes 250 different client names",
    },
  ],
  quiet: [
    {
      kind: "below",
      when: "a server has 200 tools and as many clients",
      interval: "1m",
      series: [...tools(200, "1x15"), ...clients(200, "1x15")],
      at: "15m",
    },
    {
      kind: "brief",
      when: "old and new names are there together for five minutes",
      interval: "1m",
      series: [...tools(150, "1x30"), ...tools(250, "_x10 1x5 _x15").slice(150)],
      at: "25m",
    },
    {
      kind: "lookalike",
      when: "a call in five names a tool that does not exist",
      interval: "15s",
      series: [
        series(
          toolExecutions,
          { ...target, tool_name: "create_ticket", status: "success" },
          counting([16, 80]),
        ),
        series(toolExecutions, { ...target, tool_name: "other", status: "error" }, counting([4, 80])),
      ],
      at: "20m",
    },
    {
      kind: "no-traffic",
      when: "20 calls come in five minutes and all name a tool that does not exist",
      interval: "15s",
      series: [
        series(toolExecutions, { ...target, tool_name: "create_ticket", status: "success" }, "40x80"),
        series(toolExecutions, { ...target, tool_name: "other", status: "error" }, counting([1, 80])),
      ],
      at: "20m",
    },
  ],
};

/** Whether names that clients send flood the metrics. */
export const mcpLabelRules: RuleGroup = {
  name: "mcp-labels",
  interval: "15s",
  // Hundreds of series at every step.
  testStep: "1m",
  recordings: mcpLabelRecordings,
  scenarios: mcpLabelScenarios,
  alerts: [mcpLabelOverflow],
};
