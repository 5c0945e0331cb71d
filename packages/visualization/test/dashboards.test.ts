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
const graph: PanelRow = {
  ...numbers,
  kind: "timeseries",
  title: "Load",
  unit: "percentunit",
  limits: { alert: "TooMuchLoad" },
  leadsTo: "detail",
};
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
    readonly description: string;
    readonly gridPos: { x: number; y: number; w: number; h: number };
    readonly fieldConfig: {
      defaults: {
        thresholds: { steps: object[] };
        mappings?: object[];
        custom?: { thresholdsStyle?: object };
        color?: object;
      };
      overrides: {
        matcher: { id: string; options: unknown };
        properties: { id: string; value: unknown }[];
      }[];
    };
    readonly transformations?: object[];
    readonly options: { readonly legend: object; readonly color: object };
    readonly links: { title: string; url: string }[];
    readonly datasource: object;
  }[];
  readonly templating: { list: { name: string; current: object }[] };
  readonly annotations: { list: { name: string; datasource: object; useValueForTime?: boolean }[] };
}

const options = {
  dataSource: prometheusDataSource,
  alerts: [alert],
  runbookBaseUrl: "https://runbooks.example.com",
  dashboards: [{ uid: "detail", title: "The detail" }],
};
const compiled = compileDashboard(row, options) as Json;
const panels = compiled.panels.filter(({ type }) => type !== "row");
const load = panels.filter(({ type }) => type === "timeseries");

describe("a dashboard", () => {
  test("lays panels out in lines of 24 columns below their section's heading, none over another", () => {
    const places = compiled.panels.map(({ type, gridPos: { x, y, w, h } }) => [type, x, y, w, h].join(" "));
    expect(places).toEqual([
      "row 0 0 24 1",
      "stat 0 1 6 3",
      "stat 6 1 6 3",
      "stat 12 1 6 3",
      "stat 18 1 6 3",
      "stat 0 4 6 3",
      "stat 6 4 6 3",
      "stat 12 4 6 3",
      "row 0 7 24 1",
      "timeseries 0 8 8 9",
      "timeseries 8 8 8 9",
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

  test("leads from a panel to the dashboard that goes on, with time and choice, to its alert and the runbook", () => {
    expect(load[0]?.links).toMatchObject([
      { title: "The detail", url: "/d/detail?${__url_time_range}&${__all_variables}" },
      { title: "Alert TooMuchLoad", url: "/alerting/list?search=TooMuchLoad" },
      { title: "Runbook of TooMuchLoad", url: "https://runbooks.example.com/TooMuchLoad.md" },
    ]);
  });

  test("does not lead to a dashboard that is not placed, nor to an alert that is switched off", () => {
    const alone = compileDashboard(row, { ...options, alerts: [], dashboards: [] }) as Json;
    const [panel] = alone.panels.filter(({ type }) => type === "timeseries");
    expect(panel?.links).toEqual([]);
    expect(panel?.fieldConfig.defaults.thresholds.steps).toEqual([{ value: null, color: "green" }]);
  });

  test("says where the runbook lies when that is no address", () => {
    const { panels } = compileDashboard(row, { ...options, runbookBaseUrl: "docs/runbooks" }) as Json;
    const [panel] = panels.filter(({ type }) => type === "timeseries");
    expect(panel?.description).toBe(
      "Does the server answer?\n\nWhen its alert fires: docs/runbooks/TooMuchLoad.md",
    );
    expect(panel?.links.map(({ title }) => title)).toEqual(["The detail", "Alert TooMuchLoad"]);
  });

  test("shows a threshold in the unit of the panel, and refuses one that is of something else", () => {
    const days: Alert = {
      ...model,
      name: "TooMuchLoad",
      severity: "warning",
      threshold: { value: 12, unit: "hours", bad: "below" },
      expr: (threshold) => promql`${up} < ${threshold}`,
    };
    const drawn = (unit: PanelRow["unit"]) => {
      const one = { ...row, sections: [{ title: "Now", panels: [{ ...graph, unit }] }] };
      const { panels } = compileDashboard(one, { ...options, alerts: [days] }) as Json;
      return panels[1]?.fieldConfig.defaults.thresholds.steps;
    };
    expect(drawn("d")).toEqual([
      { value: null, color: "green" },
      { value: 0.5, color: "dark-yellow" },
    ]);
    expect(drawn("s")?.[1]).toEqual({ value: 43_200, color: "dark-yellow" });
    expect(() => drawn("bytes")).toThrow("a threshold in hours is no line on a panel in bytes");
  });

  const builtOf = (panel: PanelRow) => {
    const one = { ...row, sections: [{ title: "Now", panels: [panel] }] };
    return (compileDashboard(one, options) as Json).panels[1];
  };

  test("puts the legend of many series beside the graph, the worst first", () => {
    const legendOf = (more: Partial<PanelRow>) => builtOf({ ...graph, ...more })?.options.legend;
    expect(legendOf({})).toMatchObject({ placement: "bottom", sortBy: "Last *", sortDesc: true });
    expect(legendOf({ many: true })).toMatchObject({ placement: "right", sortDesc: true });
    expect(legendOf({ limits: { yellow: 0.95, bad: "below" } })).toMatchObject({ sortDesc: false });
    expect(builtOf({ ...graph, many: true })?.gridPos.w).toBe(12);
  });

  test("looks from near by at what should be near the most that there can be, and at others from 0 on", () => {
    const fromOf = (limits: NonNullable<PanelRow["limits"]>) =>
      builtOf({ ...graph, limits })?.fieldConfig.defaults.custom;
    expect(fromOf({ yellow: 0.99, red: 0.95, bad: "below" })).toMatchObject({
      axisSoftMin: 0.9,
      axisSoftMax: 1,
    });
    expect(fromOf({ yellow: 118, bad: "below", of: 120 })).toMatchObject({
      axisSoftMin: 116,
      axisSoftMax: 120,
    });
    expect(fromOf({ red: 0.05, bad: "below" })).toMatchObject({ axisSoftMin: 0, axisSoftMax: 0.01 });
    expect(fromOf({ red: 0.8 })).toMatchObject({ axisSoftMin: 0, axisSoftMax: 0.01 });
  });

  test("says in words what is hardly there, never 0, and what is nearly all of it, never all", () => {
    const mappingsOf = (unit: PanelRow["unit"]) =>
      builtOf({ ...graph, unit, limits: {} })?.fieldConfig.defaults.mappings;
    expect(mappingsOf("percentunit")).toMatchObject([
      { type: "range", options: { from: 1e-9, to: 0.001 - 1e-9, result: { text: "< 0.1%" } } },
      { type: "range", options: { from: 0.9995 + 1e-9, to: 1 - 1e-9, result: { text: "> 99.9%" } } },
    ]);
    expect(mappingsOf("reqps")).toMatchObject([{ options: { result: { text: "< 0.01 req/s" } } }]);
    expect(mappingsOf("s")).toEqual([]);
  });

  test("asks for now alone where a number says what is now, and for few points of many series", () => {
    const built = (panel: PanelRow) =>
      builtOf(panel) as unknown as {
        targets: { instant?: boolean; range?: boolean }[];
        maxDataPoints?: number;
      };
    expect(built(stat).targets).toMatchObject([{ instant: true, range: false }]);
    expect(built(graph)).not.toHaveProperty("maxDataPoints");
    expect(built({ ...graph, many: true }).maxDataPoints).toBe(300);
    expect(built({ ...stat, kind: "states" }).maxDataPoints).toBe(300);
  });

  test("gives a heat map colours, in which few are seen beside many", () => {
    expect(builtOf({ ...numbers, kind: "heatmap", unit: "s" })?.options.color).toMatchObject({
      mode: "scheme",
      scheme: "Cividis",
      steps: 64,
    });
  });

  test("gives a table's unit to its value alone: in words, a date's would say NaN", () => {
    const columns = { Value: "deployed", datname: "database" };
    const panel = builtOf({ ...numbers, kind: "table", unit: "dateTimeFromNow", columns });
    const { defaults = {}, overrides = [] } = panel?.fieldConfig ?? {};
    expect(defaults).not.toHaveProperty("unit");
    expect(overrides).toEqual([
      {
        matcher: { id: "byName", options: "deployed" },
        properties: [{ id: "unit", value: "dateTimeFromNow" }],
      },
    ]);
    expect(panel?.transformations).toMatchObject([{ id: "organize", options: { renameByName: columns } }]);
  });

  describe("colours a graph's lines", () => {
    const [{ expr }] = graph.queries;
    const query = { expr, legend: "load" };
    const one: PanelRow = { ...graph, queries: [query] };
    const coloursOf = (panel: PanelRow) => {
      const { defaults, overrides = [] } = builtOf(panel)?.fieldConfig ?? {};
      return [defaults?.color, ...overrides.map(({ matcher, properties }) => [matcher, properties])];
    };
    const blue = { mode: "fixed", fixedColor: "blue" };
    const fixed = (fixedColor: string) => ({ id: "color", value: { mode: "fixed", fixedColor } });

    test("as their limits only where they were beyond them", () => {
      const beyond = [{ id: "byValue", options: { reducer: "max", op: "gte", value: 0.02 } }, [fixed("red")]];
      expect(coloursOf(one)).toEqual([blue, beyond]);
      const limits = { yellow: 0.5, red: 0.1, bad: "below" } as const;
      expect(coloursOf({ ...one, limits })).toEqual([
        blue,
        [{ id: "byValue", options: { reducer: "min", op: "lt", value: 0.5 } }, [fixed("dark-yellow")]],
        [{ id: "byValue", options: { reducer: "min", op: "lt", value: 0.1 } }, [fixed("red")]],
      ]);
    });

    test("by their query where there are several, dashed where it is what the others may reach", () => {
      const queries = [query, { ...query, legend: "size", isLimit: true }] as const;
      expect(coloursOf({ ...graph, queries })).toEqual([
        blue,
        [{ id: "byFrameRefID", options: "A" }, [fixed("blue")]],
        [
          { id: "byFrameRefID", options: "B" },
          [fixed("#8E8E8E"), { id: "custom.lineStyle", value: { fill: "dash", dash: [8, 8] } }],
        ],
      ]);
    });

    test("by their names where one query gives many", () => {
      const panel = builtOf({ ...graph, limits: {}, queries: [{ ...query, legend: "{{tool}}" }] });
      const hueOf = (name: string) =>
        panel?.fieldConfig.overrides
          .filter(({ matcher }) => {
            const [, pattern = "", flags] = /^\/(.*)\/(i?)$/.exec(String(matcher.options)) ?? [];
            return new RegExp(pattern, flags).test(name);
          })
          .at(-1)?.properties[0]?.value;
      const shades = (fixedColor: string) => ({ mode: "shades", fixedColor });
      expect(["create_ticket", "redis", "node", "LOG", "-42"].map(hueOf)).toEqual(
        ["#1FA5B8", "#D65FB0", "blue", "text", "blue"].map(shades),
      );
      expect(["200", "302", "429", "500", "success", "tool_error"].map(hueOf)).toEqual(
        ["blue", "purple", "#1FA5B8", "#D65FB0", "blue", "#D65FB0"].map(shades),
      );
    });
  });

  test("leaves a number alone that nothing is said about: it is neither good nor bad", () => {
    const panel = builtOf({ ...numbers, kind: "stat" });
    expect(panel?.fieldConfig.defaults.thresholds.steps).toEqual([{ value: null, color: "blue" }]);
  });

  test("says in a legend what a series was at its worst", () => {
    const calcs = (limits: PanelRow["limits"]) => builtOf({ ...graph, limits: limits ?? {} })?.options.legend;
    expect(calcs({ red: 1 })).toMatchObject({ calcs: ["lastNotNull", "max"], sortDesc: true });
    expect(calcs({ red: 1, bad: "below" })).toMatchObject({ calcs: ["lastNotNull", "min"], sortDesc: false });
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

  test("leaves the colours of states to the limits", () => {
    const states: PanelRow = {
      ...stat,
      kind: "states",
      words: { 0: "quiet", 2: "firing" },
      limits: { red: 2, bad: "above" },
    };
    const { panels } = compileDashboard(
      { ...row, sections: [{ title: "Since when?", panels: [states] }] },
      options,
    ) as Json;
    expect(panels[1]?.fieldConfig.defaults.mappings).toEqual([
      { type: "value", options: { 0: { text: "quiet", index: 0 }, 2: { text: "firing", index: 1 } } },
    ]);
  });

  test("judges nothing by a word that stands for what is no number among others", () => {
    const worded: PanelRow = { ...stat, words: { 3650: "none probed" }, limits: { red: 14, bad: "below" } };
    const { panels } = compileDashboard(
      { ...row, sections: [{ title: "Now", panels: [worded] }] },
      options,
    ) as Json;
    expect(panels[1]?.fieldConfig.defaults).toMatchObject({
      thresholds: { steps: [{ color: "red" }, { value: 14, color: "green" }] },
      mappings: [{ options: { 3650: { text: "none probed", color: "blue" } } }],
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
