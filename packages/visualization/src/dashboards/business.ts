import {
  clientCalls,
  clientCallsByHalfHour,
  promql,
  toolCalls,
  toolCallsByHalfHour,
  where,
  type Metric,
  type Promql,
} from "@monitoring/collection";
import type { DashboardRow } from "../dashboard.ts";
import { chosen } from "../variable.ts";

const tool = chosen.tool;
const success = { outcome: "success" } as const;
type ToolCalls = Metric<"tool" | "outcome">;
const counted = (calls: ToolCalls, range: string, outcome: { readonly outcome?: string } = {}) =>
  promql`sum_over_time(${where(calls, { ...tool, ...outcome })}[${range}])`;
const called = counted(toolCalls, "1d");
const clients = (calls: Metric<"client_id" | "tool">, range: string) =>
  promql`sum by (client_id) (sum_over_time(${where(calls, tool)}[${range}]))`;
const tools = (calls: Promql) => promql`sum by (tool) (${calls})`;
const worked = (calls: ToolCalls) =>
  promql`sum(${counted(calls, "1d", success)}) / (sum(${counted(calls, "1d")}) > 0) or vector(1)`;
// What was first called less than half an hour ago is in no half hour yet.
const lately = "30m";
const notYet = (label: string) => `or on () label_replace(vector(0), "${label}", "none counted yet", "", "")`;

/** Who uses the server for what, and does it work for them? */
export const business: DashboardRow = {
  uid: "business",
  title: "Use and Success",
  folder: "Business",
  description: "Who uses the server for what, and does it work for them?",
  variables: ["service", "tool"],
  range: "7d",
  sections: [
    {
      title: "Is it fine now?",
      panels: [
        {
          kind: "stat",
          title: "Calls in the last day",
          description: "How many tool calls were made in the last 24 hours?",
          queries: [{ expr: promql`sum(${called}) or vector(0)`, legend: "calls" }],
          unit: "short",
        },
        {
          kind: "stat",
          title: "Calls that worked",
          description: "Which share of the last day's calls did what was asked?",
          queries: [{ expr: worked(toolCalls), legend: "worked" }],
          unit: "percentunit",
          limits: { yellow: 0.99, red: 0.95, bad: "below" },
          watchedBy: ["SloToolSuccessBurnFast", "McpToolErrors"],
          leadsTo: "mcp-server-overview",
        },
        {
          kind: "stat",
          title: "Clients",
          description: "How many clients have called a tool in the last day?",
          queries: [
            {
              expr: promql`count(${clients(clientCalls, "1d")} > 0) or vector(0)`,
              legend: "clients",
            },
          ],
          unit: "short",
        },
        {
          kind: "stat",
          title: "Tools in use",
          description: "How many tools were called in the last day?",
          queries: [{ expr: promql`count(${tools(called)} > 0) or vector(0)`, legend: "tools" }],
          unit: "short",
        },
      ],
    },
    {
      title: "Since when?",
      panels: [
        {
          kind: "timeseries",
          title: "Success from day to day",
          description: "Do more calls work than before? Each point looks at the 24 hours before it.",
          queries: [{ expr: worked(toolCallsByHalfHour), legend: "worked" }],
          unit: "percentunit",
          limits: { yellow: 0.99, red: 0.95, bad: "below" },
          step: "2h",
          width: 24,
        },
        {
          kind: "timeseries",
          title: "Adoption",
          description: "Are more calls made from day to day? Each point counts the 24 hours before it.",
          queries: [
            {
              expr: promql`${tools(counted(toolCallsByHalfHour, "1d"))} ${notYet("tool")}`,
              legend: "{{tool}}",
            },
          ],
          unit: "short",
          step: "2h",
          many: true,
          width: 24,
        },
        {
          kind: "timeseries",
          title: "Busiest hours",
          description:
            "When is the server used most? Each point counts the hour before it; maintenance fits where the line is lowest.",
          queries: [
            {
              expr: promql`sum(${counted(toolCallsByHalfHour, "1h")}) or vector(0)`,
              legend: "calls an hour",
            },
          ],
          unit: "short",
          step: "1h",
          width: 24,
        },
      ],
    },
    {
      title: "Why? Who uses what",
      panels: [
        {
          kind: "bars",
          title: "Calls by client",
          description: "Which clients called most in the time range, to the half hour?",
          queries: [
            {
              expr: promql`sort_desc((${clients(clientCallsByHalfHour, "$__range")} or ${clients(clientCalls, lately)}) > 0) ${notYet("client_id")}`,
              legend: "{{client_id}}",
            },
          ],
          unit: "short",
          width: 12,
        },
        {
          kind: "bars",
          title: "Calls by tool",
          description: "Which tools were called most in the time range, to the half hour?",
          queries: [
            {
              expr: promql`sort_desc(${tools(counted(toolCallsByHalfHour, "$__range"))} or ${tools(counted(toolCalls, lately))}) ${notYet("tool")}`,
              legend: "{{tool}}",
            },
          ],
          unit: "short",
          width: 12,
        },
      ],
    },
  ],
};
