import {
  callsAgainstBefore,
  clientCalls,
  clientCallsByHalfHour,
  toolCallRate,
  toolCallRateByTool,
  toolCalls,
  toolCallsByHalfHour,
  toolDurationBucketRate,
  toolDurations,
} from "@monitoring/collection";
import { series, type RecordingScenario } from "../scenario.ts";
import { clientScenario } from "./mcp-access.ts";

const service = "mcp-server";

/** What is counted of tools and of who calls them. */
export const mcpUseScenarios: readonly RecordingScenario[] = [
  {
    recording: toolCalls,
    when: "a tool is called twice in a minute",
    interval: "5m",
    series: [series(toolCallRate, { service, tool: "create_ticket", outcome: "success" }, "0.04x3")],
    at: "10m",
    gives: [{ labels: { service, tool: "create_ticket", outcome: "success" }, value: 12 }],
  },
  clientScenario,
];

// The last six of these samples, one every five minutes, are half an hour; those before it do not count.
const halfHour = "9x6 1 2 0 4 5 6";

/** The same by the half hour. */
export const mcpTrendScenarios: readonly RecordingScenario[] = [
  {
    recording: toolCallsByHalfHour,
    when: "a tool is called more and more often, and with a pause",
    interval: "5m",
    series: [series(toolCalls, { service, tool: "create_ticket", outcome: "success" }, halfHour)],
    at: "1h",
    gives: [{ labels: { service, tool: "create_ticket", outcome: "success" }, value: 18 }],
  },
  {
    recording: clientCallsByHalfHour,
    when: "a client calls more and more often, and with a pause",
    interval: "5m",
    series: [series(clientCalls, { service, client_id: "crm-bot", tool: "create_ticket" }, halfHour)],
    at: "1h",
    gives: [{ labels: { service, client_id: "crm-bot", tool: "create_ticket" }, value: 18 }],
  },
];

// Twelve samples of an hour up to ten minutes before 150 minutes; the hour's first half is another than its second.
const before = (earlier: number, first: number, second: number, now: number): string =>
  `${earlier}x16 ${first}x5 ${second}x5 ${now}x3`;

/** What panels show of tools. */
export const toolPanelScenarios: readonly RecordingScenario[] = [
  {
    recording: toolDurations,
    when: "a tool takes at most a second",
    interval: "1m",
    series: [series(toolDurationBucketRate, { service, tool: "create_ticket", le: "1.0" }, "0.5x5")],
    at: "5m",
    gives: [{ labels: { service, tool: "create_ticket", le: "1.0" }, value: 0.5 }],
  },
  {
    recording: callsAgainstBefore,
    when: "one tool is called twice as often as in the hour before, one half as often, one for the first time, one not any more",
    interval: "5m",
    step: "5m",
    series: [
      series(toolCallRateByTool, { service, tool: "create_ticket" }, before(9, 1, 3, 4)),
      series(toolCallRateByTool, { service, tool: "get_usage_trend" }, before(0.5, 0.5, 0.5, 0.25)),
      series(toolCallRateByTool, { service, tool: "list_customers" }, before(0, 0, 0, 0.5)),
      series(toolCallRateByTool, { service, tool: "delete_note" }, before(0, 0, 0, 0)),
    ],
    at: "150m",
    gives: [
      { labels: { service, tool: "create_ticket" }, value: 2 },
      { labels: { service, tool: "get_usage_trend" }, value: 0.5 },
      { labels: { service, tool: "list_customers" }, value: 1 },
      { labels: { service, tool: "delete_note" }, value: 1 },
    ],
  },
];
