import {
  budget,
  budgetRemaining,
  burnSpeeds,
  errorRatio,
  mcpServerSlos,
  type Slo,
} from "@monitoring/alerting";
import {
  httpErrorRate,
  promql,
  slowRequestRate,
  toolCallsByHalfHour,
  where,
  type Promql,
} from "@monitoring/collection";
import type { DashboardRow, DashboardSection } from "../dashboard.ts";
import type { PanelRow } from "../panel.ts";
import { chosen } from "../variable.ts";

const service = chosen.service;
const failed = { ...service, outcome: /tool_error|protocol_error/ } as const;
// Read from half hours, as the dashboard looks back over weeks.
const failures = promql`sum_over_time(${where(toolCallsByHalfHour, failed)}[1h])`;
// The mean of the hour: a rate of now would be asked for once in half an hour, and what is shorter not be seen.
const inAnHour = (perSecond: Promql) => promql`avg_over_time(${perSecond}[1h]) * 3600`;
const windows = ["1h", "6h", "1d", "3d"] as const;
const factors = burnSpeeds.flatMap(({ rates }) => rates.map(({ factor }) => factor));

const budgetLimits = { yellow: 0.5, red: 0.1, bad: "below" } as const;

const left = (slo: Slo): PanelRow => ({
  kind: "stat",
  title: `${words(slo)}: budget left`,
  description: `How much is left of the ${share(budget(slo))} that may be bad in ${slo.period}? Below 0 it is overspent; -100 % stands for twice the budget and more.`,
  queries: [
    {
      expr: promql`clamp_min(min(${where(budgetRemaining, { ...service, slo: slo.label })}), -1) or vector(1)`,
      legend: slo.label,
    },
  ],
  unit: "percentunit",
  limits: budgetLimits,
  watchedBy: [`Slo${slo.name}BurnFast`, `Slo${slo.name}BurnSlow`],
  width: 8,
});

const burn = (slo: Slo): PanelRow => ({
  kind: "timeseries",
  title: `${words(slo)}: burn rate`,
  description: `How many times faster than allowed is the budget spent? At 1 it lasts just as long as the period; at ${Math.max(...factors)} a person is woken.`,
  queries: windows.map((window) => ({
    expr: promql`(max(${where(errorRatio(slo, window), service)}) or vector(0)) / ${budget(slo)}`,
    legend: window,
  })) as unknown as PanelRow["queries"],
  unit: "short",
  // Four windows in the legend.
  height: 10,
  watchedBy: [`Slo${slo.name}BurnFast`, `Slo${slo.name}BurnSlow`],
  limits: { yellow: Math.min(...factors), red: Math.max(...factors) },
});

const over = (slo: Slo): PanelRow => ({
  kind: "timeseries",
  title: `${words(slo)}: budget over time`,
  description: "When was the budget spent? Each step down is an incident.",
  queries: [
    {
      expr: promql`clamp_min(min(${where(budgetRemaining, { ...service, slo: slo.label })}), -1) or vector(1)`,
      legend: "left",
    },
  ],
  unit: "percentunit",
  limits: budgetLimits,
});

const culprits: DashboardSection = {
  title: "Why? What burns it",
  panels: [
    {
      kind: "timeseries",
      title: "Server errors an hour",
      description: "When did requests end with 5xx, and how many?",
      queries: [{ expr: inAnHour(where(httpErrorRate, service)), legend: "{{service}}" }],
      unit: "short",
      width: 12,
    },
    {
      kind: "timeseries",
      title: "Slow requests an hour",
      description: "When did requests take longer than a second, and how many?",
      queries: [{ expr: inAnHour(where(slowRequestRate, service)), legend: "{{service}}" }],
      unit: "short",
      width: 12,
    },
    {
      kind: "timeseries",
      title: "Failed calls an hour by kind",
      description: "Did the tool fail (isError over HTTP 200) or the protocol, and in how many calls?",
      queries: [
        {
          expr: promql`round(sum by (outcome) (${failures})) or on () label_replace(vector(0), "outcome", "none", "", "")`,
          legend: "{{outcome}}",
        },
      ],
      unit: "short",
      step: "30m",
      width: 12,
    },
    {
      kind: "timeseries",
      title: "Failed calls an hour by tool",
      description: "Which tools failed, and in how many calls?",
      queries: [
        {
          expr: promql`round(sum by (tool) (${failures})) > 0 or on () label_replace(vector(0), "tool", "none", "", "")`,
          legend: "{{tool}}",
        },
      ],
      unit: "short",
      step: "30m",
      many: true,
    },
  ],
};

/** Is what was promised kept, and what may still go wrong? */
export const serviceLevels: DashboardRow = {
  uid: "service-levels",
  title: "Service Levels",
  folder: "Operations",
  description: "Is what was promised kept, and how much may still go wrong?",
  variables: ["service"],
  range: "7d",
  sections: [
    { title: "Is it fine now?", panels: mcpServerSlos.map(left) },
    { title: "Since when?", panels: [...mcpServerSlos.map(burn), ...mcpServerSlos.map(over)] },
    culprits,
  ],
};

/** The objective's name as a person writes it. */
function words({ name }: Slo): string {
  return name.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function share(ratio: number): string {
  return `${Number((ratio * 100).toPrecision(6))} %`;
}
