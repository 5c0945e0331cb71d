import { describe, expect, test } from "@jest/globals";
import { ruleGroups, alertsOf, type Alert } from "@monitoring/alerting";
import { promql, up } from "@monitoring/collection";
import {
  compileDashboard,
  expanded,
  prometheusDataSource,
  type DashboardRow,
  type PanelRow,
} from "../src/index.ts";

const stat: PanelRow = {
  kind: "stat",
  title: "Server",
  description: "Does the server answer?",
  queries: [{ expr: up, legend: "{{service}}" }],
  unit: "short",
  words: { 0: "down", 1: "up" },
};
const { words, ...numbers } = stat;
const graph: PanelRow = { ...numbers, kind: "timeseries", title: "Load", watchedBy: ["TooMuchLoad"] };
const row: DashboardRow = {
  uid: "test",
  title: "Test",
  folder: "Operations",
  description: "Is it fine?",
  variables: ["service"],
  sections: [
    { title: "Now", panels: [stat, stat, stat, stat, stat, stat, stat] },
    { title: "Why", panels: [graph, graph] },
  ],
};
const [model] = alertsOf(ruleGroups);
if (model === undefined) throw new Error("there is no alert");
const alert: Alert = {
  ...model,
  name: "TooMuchLoad",
  severity: "high",
  threshold: { value: 0.02, unit: "ratio" },
  expr: (threshold) => promql`${up} > ${threshold}`,
};

interface Json {
  readonly panels: {
    readonly id: number;
    readonly type: string;
    readonly gridPos: { x: number; y: number; w: number; h: number };
    readonly fieldConfig: {
      defaults: { thresholds: { steps: object[] }; custom?: { thresholdsStyle?: object } };
    };
    readonly links: { title: string; url: string }[];
    readonly datasource: object;
  }[];
  readonly templating: { list: { name: string; current: object }[] };
  readonly annotations: { list: { name: string; datasource: object; useValueForTime?: boolean }[] };
}

const compiled = compileDashboard(row, {
  dataSource: prometheusDataSource,
  alerts: [alert],
  runbookBaseUrl: "https://runbooks.example.com",
}) as Json;
const panels = compiled.panels.filter(({ type }) => type !== "row");
const load = panels.filter(({ type }) => type === "timeseries");

describe("a dashboard", () => {
  test("lays panels out in lines of 24 columns below their section's heading, none over another", () => {
    const places = compiled.panels.map(({ type, gridPos: { x, y, w, h } }) => [type, x, y, w, h].join(" "));
    expect(places).toEqual([
      "row 0 0 24 1",
      "stat 0 1 4 4",
      "stat 4 1 4 4",
      "stat 8 1 4 4",
      "stat 12 1 4 4",
      "stat 16 1 4 4",
      "stat 20 1 4 4",
      "stat 0 5 4 4",
      "row 0 9 24 1",
      "timeseries 0 10 8 8",
      "timeseries 8 10 8 8",
    ]);
    expect(new Set(compiled.panels.map(({ id }) => id)).size).toBe(compiled.panels.length);
  });

  test("draws the threshold of the alert that watches a panel, as it is deployed", () => {
    expect(load[0]?.fieldConfig.defaults).toMatchObject({
      thresholds: {
        steps: [
          { value: null, color: "green" },
          { value: 0.02, color: "red" },
        ],
      },
      custom: { thresholdsStyle: { mode: "dashed" } },
    });
  });

  test("leads from a panel to its alert and the runbook", () => {
    expect(load[0]?.links).toMatchObject([
      { title: "Alert TooMuchLoad", url: "/alerting/list?search=TooMuchLoad" },
      { title: "Runbook of TooMuchLoad", url: "https://runbooks.example.com/TooMuchLoad.md" },
    ]);
  });

  test("reads the data source that the reader chooses as environment, the stack's own at first", () => {
    expect(new Set(panels.map(({ datasource }) => JSON.stringify(datasource)))).toEqual(
      new Set([JSON.stringify({ type: "prometheus", uid: "${environment}" })]),
    );
    expect(compiled.templating.list).toMatchObject([
      { name: "environment", current: { value: "monitoring-prometheus" } },
      { name: "service", current: { value: "$__all" } },
    ]);
  });

  test("shows firing alerts and deployments, from samples of the chosen environment", () => {
    const { list } = compiled.annotations;
    expect(list.map(({ name, datasource }) => ({ name, datasource }))).toEqual(
      ["Firing alerts", "Deployments"].map((name) => ({
        name,
        datasource: { type: "prometheus", uid: "${environment}" },
      })),
    );
    expect(list[1]).toMatchObject({
      expr: "max by (stack, commit, content) (stack_commit_content:deployment_time_seconds:first) * 1000",
      titleFormat: "Deployed {{commit}}",
      // The value is the time: a mark where it was deployed, however coarse the steps of the query are.
      useValueForTime: true,
    });
  });

  test("says words for states: green is the best one", () => {
    expect(words).toEqual({ 0: "down", 1: "up" });
    expect(panels[0]?.fieldConfig.defaults.thresholds.steps).toEqual([
      { value: null, color: "red" },
      { value: 1, color: "green" },
    ]);
  });
});

test("a query is PromQL once Grafana's variables are filled in", () => {
  const query = 'rate(a{service=~"$service", tool=~"${tool:regex}"}[$__rate_interval])';
  expect(expanded(query)).toBe('rate(a{service=~".*", tool=~".*"}[1m])');
  expect(expanded('label_replace(a, "x", "$1", "y", "(.*)")')).toBe(
    'label_replace(a, "x", "$1", "y", "(.*)")',
  );
});
