import {
  clientCalls,
  rateLimitCheckRate,
  rateLimitChecks,
  rateLimitRejectionRate,
  rateLimitRejectionRatio,
  rateLimitRejections,
} from "@monitoring/collection";
import { series, type InputSeries, type RecordedSample, type RecordingScenario } from "../scenario.ts";
import { unauthorizedScenario } from "./mcp-http.ts";
import { lookedAt, uneven } from "./uneven.ts";

const target = { job: "mcp-server", instance: "mcp-server:3001", service: "mcp-server" };

const calls = (client_id: string, tool: string) => ({ service: "mcp-server", client_id, tool });

/** Calls of a client that were held against a limit, and those of them that it refused. */
const limited = (
  client_id: string,
  tool: string,
  checks: number,
  refused: number,
): readonly InputSeries[] => {
  const labels = { ...target, client_id, ...(tool !== "" && { tool_name: tool }) };
  return [
    series(rateLimitChecks, labels, uneven(checks)),
    series(rateLimitRejections, { ...labels, limit_type: "burst" }, uneven(refused)),
  ];
};

const input: readonly InputSeries[] = [
  ...limited("crm-bot", "create_ticket", 0.4, 0.1),
  ...limited("nightly-report", "create_ticket", 0.1, 0.05),
  ...limited("crm-bot", "get_usage_trend", 0, 0),
  ...limited("crm-bot", "", 2, 1),
];

const of = (tool: string, value: number): RecordedSample => ({
  labels: { service: "mcp-server", tool },
  value,
});

const scenario = (
  recording: RecordingScenario["recording"],
  gives: readonly RecordedSample[],
): RecordingScenario => ({
  recording,
  when: "two clients call a tool, and one a tool without a name and another one not at all",
  interval: "15s",
  series: input,
  at: lookedAt,
  gives,
});

/** By client and tool, of a server with two replicas. */
export const clientScenario: RecordingScenario = {
  recording: clientCalls,
  when: "two clients call a tool, one of them on two replicas, and one a tool without a name",
  interval: "15s",
  series: [
    ...input,
    series(
      rateLimitChecks,
      { ...target, instance: "mcp-server-b:3001", client_id: "crm-bot", tool_name: "create_ticket" },
      uneven(0.2),
    ),
  ],
  at: lookedAt,
  gives: [
    { labels: calls("crm-bot", "create_ticket"), value: 180 },
    { labels: calls("nightly-report", "create_ticket"), value: 30 },
    { labels: calls("crm-bot", "get_usage_trend"), value: 0 },
    { labels: calls("crm-bot", "unnamed"), value: 600 },
  ],
};

/** What is counted of requests that are refused and of calls that meet a limit. */
export const mcpAccessScenarios: readonly RecordingScenario[] = [
  unauthorizedScenario,
  scenario(rateLimitCheckRate, [of("create_ticket", 0.5), of("get_usage_trend", 0), of("unnamed", 2)]),
  scenario(rateLimitRejectionRate, [of("create_ticket", 0.15), of("get_usage_trend", 0), of("unnamed", 1)]),
  scenario(rateLimitRejectionRatio, [of("create_ticket", 0.3), of("unnamed", 0.5)]),
];
