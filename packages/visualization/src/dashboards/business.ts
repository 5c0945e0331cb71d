import { promql, rateLimitChecks, toolCallRate, where } from "@monitoring/collection";
import type { DashboardRow } from "../dashboard.ts";
import { chosen } from "../variable.ts";

const service = chosen.service;
const tool = chosen.tool;
const succeeded = promql`sum(avg_over_time(${where(toolCallRate, { ...tool, outcome: "success" })}[1d]))`;
const called = promql`(sum(avg_over_time(${where(toolCallRate, tool)}[1d])) > 0)`;

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
          queries: [
            { expr: promql`sum(avg_over_time(${where(toolCallRate, tool)}[1d])) * 86400`, legend: "calls" },
          ],
          unit: "short",
        },
        {
          kind: "stat",
          title: "Calls that worked",
          description: "Which share of the last day's calls did what was asked?",
          queries: [{ expr: promql`${succeeded} / ${called} or vector(1)`, legend: "worked" }],
          unit: "percentunit",
          limits: { yellow: 0.99, red: 0.95, bad: "below" },
        },
        {
          kind: "stat",
          title: "Clients",
          description: "How many clients have called a tool in the last day?",
          queries: [
            {
              expr: promql`count(sum by (client_id) (increase(${where(rateLimitChecks, service)}[1d])) > 0) or vector(0)`,
              legend: "clients",
            },
          ],
          unit: "short",
        },
        {
          kind: "stat",
          title: "Tools in use",
          description: "How many tools were called in the last day?",
          queries: [
            {
              expr: promql`count(sum by (tool) (avg_over_time(${where(toolCallRate, service)}[1d])) > 0) or vector(0)`,
              legend: "tools",
            },
          ],
          unit: "short",
        },
      ],
    },
    {
      title: "Who uses what?",
      panels: [
        {
          kind: "bars",
          title: "Calls by client",
          description: "Which clients called most in the time range?",
          queries: [
            {
              expr: promql`sort_desc(sum by (client_id) (increase(${where(rateLimitChecks, service)}[$__range])))`,
              legend: "{{client_id}}",
            },
          ],
          unit: "short",
          width: 12,
        },
        {
          kind: "bars",
          title: "Calls by tool",
          description: "Which tools were called most in the time range?",
          queries: [
            {
              expr: promql`sort_desc(sum by (tool) (avg_over_time(${where(toolCallRate, tool)}[$__range])) * $__range_s)`,
              legend: "{{tool}}",
            },
          ],
          unit: "short",
          width: 12,
        },
        {
          kind: "timeseries",
          title: "Adoption",
          description: "Are more calls made from day to day?",
          queries: [
            {
              expr: promql`sum by (tool) (avg_over_time(${where(toolCallRate, tool)}[1d])) * 86400`,
              legend: "{{tool}}",
            },
          ],
          unit: "short",
          width: 12,
        },
        {
          kind: "timeseries",
          title: "Success from day to day",
          description: "Do more calls work than before?",
          queries: [{ expr: promql`${succeeded} / ${called} or vector(1)`, legend: "worked" }],
          unit: "percentunit",
          width: 12,
        },
        {
          kind: "timeseries",
          title: "Busiest hours",
          description: "When is the server used most? Maintenance fits where the line is lowest.",
          queries: [
            {
              expr: promql`sum(avg_over_time(${where(toolCallRate, service)}[1h])) * 3600`,
              legend: "calls an hour",
            },
          ],
          unit: "short",
          width: 24,
        },
      ],
    },
  ],
};
