import {
  clientNameCount,
  observations,
  otelGoDuration,
  otelNodeDuration,
  rateLimitChecks,
  toolExecutions,
  toolNameCount,
} from "@monitoring/collection";
import { series, type InputSeries, type RecordedSample, type RecordingScenario } from "../scenario.ts";

const target = (service: string) => ({ job: "mcp-server", instance: `${service}:3001`, service });
const labelsOf = (service: string, value: number): RecordedSample => ({ labels: { service }, value });

/** Two tools that work, of which one also fails; what is not called is no tool. */
const seed = (service: string): readonly InputSeries[] =>
  [
    { tool_name: "create_ticket", status: "success" },
    { tool_name: "create_ticket", status: "tool_error" },
    { tool_name: "get_usage_trend", status: "success" },
  ].map((labels) => series(toolExecutions, { ...target(service), ...labels }, "7x10"));

const otel =
  (duration: typeof otelNodeDuration) =>
  (service: string): readonly InputSeries[] =>
    [
      { mcp_method_name: "tools/call", gen_ai_tool_name: "create_ticket" },
      { mcp_method_name: "tools/call", gen_ai_tool_name: "create_ticket", error_type: "tool_error" },
      { mcp_method_name: "tools/call", gen_ai_tool_name: "get_usage_trend" },
      { mcp_method_name: "tools/call", gen_ai_tool_name: "merge_accounts" },
      { mcp_method_name: "tools/list" },
    ].map((labels) => series(observations(duration), { ...target(service), ...labels }, "7x10"));

const node = otel(otelNodeDuration);
const go = otel(otelGoDuration);

/** What is counted of names that clients send. */
export const mcpLabelScenarios: readonly RecordingScenario[] = [
  {
    recording: toolNameCount,
    when: "three servers speak a dialect each, and a fourth all of them",
    interval: "15s",
    step: "15s",
    series: [
      ...seed("seed"),
      ...node("node"),
      ...go("go"),
      ...[seed, node, go].flatMap((dialect) => dialect("all")),
    ],
    at: "1m",
    gives: [labelsOf("seed", 2), labelsOf("node", 3), labelsOf("go", 3), labelsOf("all", 2)],
  },
  {
    recording: clientNameCount,
    when: "two clients call two tools",
    interval: "15s",
    step: "15s",
    series: ["crm-bot", "nightly-report"].flatMap((client_id) =>
      ["create_ticket", "get_usage_trend"].map((tool_name) =>
        series(rateLimitChecks, { ...target("mcp-server"), client_id, tool_name }, "7x10"),
      ),
    ),
    at: "1m",
    gives: [labelsOf("mcp-server", 2)],
  },
];
