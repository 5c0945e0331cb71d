import { describe, expect, test } from "@jest/globals";
import { normaliseDashboard, readDashboard, type JsonObject } from "../src/index.ts";

const dataSource = { type: "prometheus", uid: "monitoring-prometheus", name: "Prometheus" };
const ours = { type: "prometheus", uid: "monitoring-prometheus" };
const normalise = (json: JsonObject) => normaliseDashboard(json, { dataSource, path: "dashboards/a.json" });
const target = { refId: "A", expr: "up" };
const sourceOf = (datasource: unknown, rest: object = {}): unknown => {
  const { json } = normalise({
    title: "A",
    panels: [{ type: "stat", datasource, targets: [target], ...rest }],
  });
  return (json["panels"] as readonly JsonObject[])[0]?.["datasource"];
};

describe("an export for sharing", () => {
  const exported: JsonObject = {
    __inputs: [
      { name: "DS_PROMETHEUS", label: "Prometheus", type: "datasource", pluginId: "prometheus" },
      { name: "DS_EXPRESSION", label: "Expression", type: "datasource", pluginId: "__expr__" },
      { name: "DS_LOKI", label: "Loki", type: "datasource", pluginId: "loki" },
      { name: "VAR_JOB", label: "job", type: "constant", value: "mcp-server" },
    ],
    __requires: [{ type: "grafana", id: "grafana", name: "Grafana", version: "11.0.0" }],
    __elements: {
      lib: {
        name: "Shared",
        uid: "lib",
        kind: 1,
        model: { type: "gauge", title: "Shared", targets: [{ expr: "up" }] },
      },
    },
    id: 12,
    version: 34,
    iteration: 1690000000000,
    uid: "kept",
    title: "A",
    tags: ["x"],
    schemaVersion: 39,
    templating: {
      list: [
        {
          name: "job",
          type: "constant",
          query: "${VAR_JOB}",
          current: { text: "${VAR_JOB}", value: "${VAR_JOB}" },
        },
        {
          name: "service",
          type: "query",
          datasource: { type: "prometheus", uid: "${DS_PROMETHEUS}" },
          query: "x",
        },
      ],
    },
    annotations: { list: [{ datasource: { type: "grafana", uid: "-- Grafana --" }, name: "Deployments" }] },
    panels: [
      {
        id: 1,
        type: "timeseries",
        datasource: { type: "prometheus", uid: "${DS_PROMETHEUS}" },
        targets: [
          { refId: "A", datasource: { type: "prometheus", uid: "${DS_PROMETHEUS}" }, expr: 'up{job="$job"}' },
          { refId: "B", datasource: { type: "__expr__", uid: "${DS_EXPRESSION}" }, expression: "$A" },
        ],
      },
      {
        id: 2,
        type: "row",
        collapsed: true,
        panels: [{ id: 3, libraryPanel: { uid: "lib", name: "Shared" }, gridPos: { y: 9 } }],
      },
      {
        id: 4,
        type: "logs",
        datasource: { type: "loki", uid: "${DS_LOKI}" },
        targets: [{ expr: '{a="b"}' }],
      },
    ],
  };

  test("becomes what Grafana would have made of it on import", () => {
    expect(normalise(exported)).toEqual({
      uid: "kept",
      json: {
        uid: "kept",
        title: "A",
        tags: ["x"],
        schemaVersion: 39,
        templating: {
          list: [
            {
              name: "job",
              type: "constant",
              query: "mcp-server",
              current: { text: "mcp-server", value: "mcp-server" },
            },
            { name: "service", type: "query", datasource: ours, query: "x" },
          ],
        },
        annotations: {
          list: [{ datasource: { type: "grafana", uid: "-- Grafana --" }, name: "Deployments" }],
        },
        panels: [
          {
            id: 1,
            type: "timeseries",
            datasource: ours,
            targets: [
              { refId: "A", datasource: ours, expr: 'up{job="$job"}' },
              { refId: "B", datasource: { type: "__expr__", uid: "__expr__" }, expression: "$A" },
            ],
          },
          {
            id: 2,
            type: "row",
            collapsed: true,
            panels: [
              {
                id: 3,
                type: "gauge",
                title: "Shared",
                targets: [{ expr: "up", datasource: ours }],
                gridPos: { y: 9 },
              },
            ],
          },
          {
            id: 4,
            type: "logs",
            datasource: { type: "loki", uid: "${DS_LOKI}" },
            targets: [{ expr: '{a="b"}' }],
          },
        ],
      },
      warnings: ["asks a data source of the type loki, which this stack does not have"],
    });
  });

  test("is the same when it is normalised again", () => {
    const { json } = normalise(exported);
    expect(normalise(json).json).toEqual(json);
  });
});

describe("a data source", () => {
  test.each([
    ["a placeholder", "${DS_PROMETHEUS}"],
    ["a placeholder with its type", { type: "prometheus", uid: "${DS_MIMIR}" }],
    ["a name", "Prometheus"],
    ["a name that tells nothing", "metrics-prod"],
    ["another Grafana's uid", { type: "prometheus", uid: "PBFA97CFB590B2093" }],
    ["a uid alone", { uid: "PBFA97CFB590B2093" }],
    ["AWS's plugin", { type: "grafana-amazonprometheus-datasource", uid: "x" }],
    ["the default", null],
    ["a variable that nothing defines", "$datasource"],
  ])("of Prometheus is replaced: %s", (_name, datasource) => {
    expect(sourceOf(datasource)).toEqual(ours);
  });

  test("that nobody names is given to the query that needs it", () => {
    const { json } = normalise({
      title: "A",
      panels: [{ type: "stat", targets: [target] }, { type: "text" }],
    });
    expect(json["panels"]).toEqual([
      { type: "stat", targets: [{ ...target, datasource: ours }] },
      { type: "text" },
    ]);
  });

  test.each([
    ["of another type", { type: "loki", uid: "x" }],
    ["of another type by name", "Loki"],
    ["of Grafana's own", { type: "datasource", uid: "-- Mixed --" }],
    ["of Grafana's own by name", "-- Dashboard --"],
  ])("%s is left as it is", (_name, datasource) => {
    expect(sourceOf(datasource)).toEqual(datasource);
  });

  test("whose name tells nothing is left when its queries are no PromQL", () => {
    expect(sourceOf("logs-prod", { targets: [{ expr: '{app="x"} |= "error"' }] })).toBe("logs-prod");
    expect(sourceOf(null, { type: "text", targets: [] })).toBeNull();
  });

  test("that a variable chooses stays chosen by it, and the variable starts with ours", () => {
    const { json } = normalise({
      title: "A",
      templating: {
        list: [
          { name: "DS_X", type: "datasource", query: "prometheus", regex: "/prod/", current: { value: "y" } },
        ],
      },
      panels: [{ type: "stat", datasource: { type: "prometheus", uid: "${DS_X}" }, targets: [target] }],
    });
    expect(json["templating"]).toEqual({
      list: [
        {
          name: "DS_X",
          type: "datasource",
          query: "prometheus",
          regex: "",
          current: { text: "Prometheus", value: "monitoring-prometheus" },
          options: [],
        },
      ],
    });
    expect(json["panels"]).toEqual([
      { type: "stat", datasource: { type: "prometheus", uid: "${DS_X}" }, targets: [target] },
    ]);
  });
});

test("a uid that is missing comes from the path, and stays", () => {
  const uid = (path: string) => normaliseDashboard({ title: "A" }, { dataSource, path }).uid;
  expect(uid("dashboards/a.json")).toBe(uid("dashboards/a.json"));
  expect(uid("dashboards/a.json")).toMatch(/^custom-[0-9a-f]{16}$/);
  expect(uid("dashboards/b.json")).not.toBe(uid("dashboards/a.json"));
});

test("a library panel that the file does not hold is told", () => {
  const panels = [{ id: 1, libraryPanel: { uid: "x", name: "Shared" } }];
  expect(normalise({ title: "A", panels }).warnings).toEqual([
    'shows the library panel "Shared", which is not in the file',
  ]);
});

test("a resource of version 1 of Grafana's API is taken out of its wrapping", () => {
  const read = readDashboard(
    '{\n"apiVersion": "dashboard.grafana.app/v1beta1",\n"kind": "Dashboard",\n"metadata": {"name": "a"},\n"spec": {\n"title": "A",\n"panels": []\n}}',
  );
  if (!read.ok) throw new Error(read.problem);
  expect([read.uid, read.title, read.dashboard]).toEqual(["a", "A", { uid: "a", title: "A", panels: [] }]);
  expect(read.lineOf(["panels"])).toBe(7);
});
