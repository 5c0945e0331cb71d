import { alertsOf, budgetRemaining, ruleGroups } from "@monitoring/alerting";
import {
  cadvisorMetrics,
  containerRecordings,
  declaredName,
  exporters,
  machineRecordings,
  mcpAccessRecordings,
  mcpHttpRecordings,
  mcpLabelRecordings,
  mcpObjectiveRecordings,
  mcpServerMetrics,
  mcpToolRecordings,
  nodeMetrics,
  promql,
  scrapeMetrics,
  type Metric,
} from "@monitoring/collection";
import { alertsNamed, dashboards, panelsOf, type DashboardRow, type VariableName } from "../src/index.ts";
import { describe, expect, test } from "@jest/globals";

const alerts = alertsOf(ruleGroups).map(({ name }) => name);
const named = dashboards.map((dashboard) => ({ uid: dashboard.uid, dashboard }));

test("dashboards have addresses and titles of their own", () => {
  expect(new Set(dashboards.map(({ uid }) => uid)).size).toBe(dashboards.length);
  expect(new Set(dashboards.map(({ title }) => title)).size).toBe(dashboards.length);
});

describe.each(named)("$uid", ({ dashboard }) => {
  const panels = panelsOf(dashboard);

  test("begins with whether it is fine now", () => {
    expect(dashboard.sections[0]?.title).toBe("Is it fine now?");
    expect(dashboard.sections[0]?.panels.every(({ kind }) => kind === "stat")).toBe(true);
  });

  test("asks a question in every panel, under a title of its own", () => {
    expect(panels.filter(({ description }) => !description.includes("?")).map(({ title }) => title)).toEqual(
      [],
    );
    expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length);
  });

  test("goes on with since when, the alerts of what it shows first, and then with why", () => {
    const [, second, ...rest] = dashboard.sections;
    expect(second?.title).toBe("Since when?");
    expect(second?.panels[0]?.title).toMatch(/^Alerts( of what is shown here)?$/);
    expect(rest.length).toBeGreaterThan(0);
    expect(rest.filter(({ title }) => !/^(?:Why|Will it last)\?/.test(title))).toEqual([]);
  });

  test("names only alerts that exist", () => {
    expect(panels.flatMap(alertsNamed).filter((name) => !alerts.includes(name))).toEqual([]);
  });

  test("filters by every variable that it offers, and by no other", () => {
    expect(used(dashboard)).toEqual([...dashboard.variables].sort());
  });

  test("is narrowed in every panel by every choice that its series know", () => {
    expect(unnarrowed(dashboard)).toEqual([]);
  });
});

test("every alert can be seen coming on a panel", () => {
  const watching = new Set(dashboards.flatMap(panelsOf).flatMap(alertsNamed));
  expect(alerts.filter((name) => !watching.has(name))).toEqual([]);
});

test("panels lead to dashboards that exist", () => {
  const uids = new Set(dashboards.map(({ uid }) => uid));
  const leads = dashboards.flatMap(panelsOf).flatMap(({ leadsTo = [] }) => leadsTo);
  expect(leads.length).toBeGreaterThan(5);
  expect(leads.filter((uid) => !uids.has(uid))).toEqual([]);
});

/** The series that a variable narrows, and by which of their labels. */
const narrows: Readonly<Record<VariableName, (metric: Metric) => readonly string[]>> = {
  service: (metric) => (ofServer.has(metric.name) ? ["service"] : []),
  tool: ({ labels }) => labels.filter((label) => label === "tool" || label === "tool_name"),
  instance: ({ name }) => (ofMachine.has(name) ? ["instance"] : []),
  container: ({ name, labels }) =>
    ofContainers.has(name) ? [labels.includes("name") ? "name" : "service"] : [],
  database: ({ labels }) => labels.filter((label) => label === "datname"),
  integration: ({ name }) => (name.startsWith("probe_") ? ["service"] : []),
  job: ({ name }) => (scrapeMetrics.some((metric) => metric.name === name) ? ["job"] : []),
};
const names = (metrics: readonly Metric[]) => new Set(metrics.map(({ name }) => name));
const ofServer = names([
  ...mcpServerMetrics,
  ...[...mcpHttpRecordings, ...mcpAccessRecordings, ...mcpLabelRecordings, ...mcpObjectiveRecordings],
  ...[...mcpToolRecordings, budgetRemaining],
]);
const ofMachine = names([...nodeMetrics, ...machineRecordings]);
const ofContainers = names([...cadvisorMetrics, ...containerRecordings]);
const declared = new Map<string, Metric>(
  [
    ...Object.values<readonly Metric[]>(exporters).flat(),
    ...scrapeMetrics,
    ...ruleGroups.flatMap(({ recordings }) => recordings),
  ].map((metric) => [metric.name, metric]),
);

/** Queries that a choice should narrow and does not, as `panel: metric by label`. */
function unnarrowed({ variables, ...dashboard }: DashboardRow): string[] {
  return panelsOf({ variables, ...dashboard }).flatMap(({ title, queries }) =>
    queries.flatMap(({ expr }) =>
      promql`${expr}`.reads.flatMap(({ metric, labels }) => {
        const known = declared.get(declaredName(metric)) ?? declared.get(metric);
        const wanted = known === undefined ? [] : variables.flatMap((name) => narrows[name](known));
        return wanted
          .filter((label) => !labels.includes(label))
          .map((label) => `${title}: ${metric} by ${label}`);
      }),
    ),
  );
}

function used(dashboard: DashboardRow): string[] {
  const texts = panelsOf(dashboard).flatMap(({ queries }) => queries.map(({ expr }) => promql`${expr}`.text));
  const names = texts.flatMap((text) => [...text.matchAll(/\$([a-z]\w*)/g)].map(([, name = ""]) => name));
  return [...new Set(names)].sort();
}
