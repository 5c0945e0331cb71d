import { describe, expect, test } from "@jest/globals";
import type { KnownSeries } from "@monitoring/collection";
import { lintDashboard, lintDashboards, lintRules, type JsonObject } from "../../src/index.ts";

const labels = new Set(["service", "status", "le"]);
const known: KnownSeries = new Map(
  (
    [
      ["requests_total", "counter"],
      ["request_duration_seconds_bucket", "counter"],
      ["request_duration_seconds_sum", "counter"],
      ["request_duration_seconds_count", "counter"],
      ["memory_bytes", "gauge"],
      ["pool_used", "gauge"],
      ["latency_ms", "gauge"],
      ["service:requests:rate5m", "gauge"],
      ["service:errors:ratio_rate5m", "gauge"],
    ] as const
  ).map(([name, type]) => [name, { type, labels }]),
);

const source = { type: "prometheus", uid: "monitoring-prometheus" };
const query = (expr: string, rest: object = {}): object => ({
  refId: "A",
  datasource: source,
  legendFormat: "{{service}}",
  expr,
  ...rest,
});

/** A panel that keeps every rule, changed. */
const panel = (change: object = {}): JsonObject => ({
  id: 1,
  type: "timeseries",
  title: "Pool",
  description: "How much of the pool is taken?",
  datasource: source,
  gridPos: { x: 0, y: 0, w: 12, h: 8 },
  fieldConfig: { defaults: { unit: "short", noValue: "none", color: { mode: "shades" } } },
  targets: [query("pool_used")],
  ...change,
});

/** A graph whose series get their colours in one of Grafana's ways. */
const lines = (mode: string | undefined): JsonObject =>
  panel({
    fieldConfig: {
      defaults: { unit: "short", noValue: "none", ...(mode !== undefined && { color: { mode } }) },
    },
  });

const asking = (expr: string, unit = "short", rest: object = {}): JsonObject =>
  panel({
    fieldConfig: { defaults: { unit, noValue: "none", color: { mode: "shades" } } },
    targets: [query(expr, rest)],
  });

/** A dashboard that keeps every rule, changed. */
const dashboard = (change: object = {}): JsonObject => ({
  id: null,
  uid: "a",
  title: "A",
  timezone: "browser",
  refresh: "30s",
  panels: [panel()],
  ...change,
});

const of = (...panels: readonly object[]): JsonObject => dashboard({ panels });
const coloured = (mode: string | undefined): JsonObject => of(lines(mode));
const variable = (name: string, rest: object = {}): object => ({
  name,
  type: "query",
  datasource: source,
  query: `label_values(pool_used, ${name})`,
  ...rest,
});
const chosen = (...list: readonly object[]): JsonObject =>
  dashboard({ templating: { list }, panels: [asking('pool_used{service=~"$service"}')] });

interface Row {
  readonly rule: string;
  readonly bad: readonly (readonly [JsonObject, string])[];
  readonly good: readonly JsonObject[];
}

const rows: readonly Row[] = [
  {
    rule: "id-null",
    bad: [[dashboard({ id: 7 }), "has the id 7"]],
    good: [dashboard(), dashboard({ id: undefined })],
  },
  {
    rule: "stable-uid",
    bad: [
      [dashboard({ uid: undefined }), "has no uid"],
      [dashboard({ uid: "a b" }), 'has the uid "a b", which Grafana refuses'],
    ],
    good: [dashboard({ uid: "mcp-server_2" })],
  },
  {
    rule: "refresh",
    bad: [[dashboard({ refresh: "5s" }), "refreshes every 5s"]],
    good: [dashboard({ refresh: "10s" }), dashboard({ refresh: "" }), dashboard({ refresh: false })],
  },
  {
    rule: "time-zone",
    bad: [
      [dashboard({ timezone: "utc" }), "shows times in the zone utc"],
      [dashboard({ timezone: "" }), "leaves its time zone to the server"],
    ],
    good: [dashboard()],
  },
  {
    rule: "links",
    bad: [
      [
        dashboard({ links: [{ type: "dashboards", title: "All", keepTime: true, includeVars: false }] }),
        'has a link "All" that does not keep the variables',
      ],
      [
        dashboard({ links: [{ type: "link", title: "B", url: "/d/b" }] }),
        'has a link "B" that does not keep the time and the variables',
      ],
      [
        of(panel({ links: [{ title: "B", url: "/d/b?${__url_time_range}" }] })),
        "has a link that does not keep the time and the variables: /d/b?${__url_time_range}",
      ],
    ],
    good: [
      dashboard({ links: [{ type: "dashboards", title: "All", keepTime: true, includeVars: true }] }),
      dashboard({ links: [{ type: "link", title: "Docs", url: "https://docs.example.com" }] }),
      of(panel({ links: [{ title: "B", url: "/d/b?${__url_time_range}&${__all_variables}" }] })),
    ],
  },
  {
    rule: "variable-defined",
    bad: [
      [
        of(asking('pool_used{service="$service"}')),
        "uses the variable service, which the dashboard does not define",
      ],
      [of(panel({ repeat: "node" })), "uses the variable node, which the dashboard does not define"],
      [
        of(panel({ title: "Pool of [[node]]" })),
        "uses the variable node, which the dashboard does not define",
      ],
    ],
    good: [
      chosen(variable("service")),
      of(asking("rate(requests_total[$__rate_interval])")),
      of(asking('label_replace(pool_used, "service", "$1", "status", "(.*)")')),
    ],
  },
  {
    rule: "variable-used",
    bad: [
      [chosen(variable("service"), variable("status")), "defines the variable status, which nothing uses"],
      [
        chosen(variable("service"), variable("self", { query: "label_values(x, $self)" })),
        "defines the variable self, which nothing uses",
      ],
    ],
    good: [
      chosen(variable("service")),
      chosen(
        variable("service", { query: 'label_values(pool_used{status="$status"}, service)' }),
        variable("status"),
      ),
      dashboard({ templating: { list: [variable("service")] }, panels: [panel({ repeat: "service" })] }),
      dashboard({ templating: { list: [{ name: "filters", type: "adhoc" }] } }),
    ],
  },
  {
    rule: "data-source",
    bad: [
      [
        of(panel({ datasource: "${DS_PROMETHEUS}" })),
        "names the data source ${DS_PROMETHEUS}, which only Grafana's import dialogue fills in",
      ],
      [
        of(panel({ datasource: { type: "prometheus", uid: "PBFA97CFB590B2093" } })),
        "refers to a data source by the uid PBFA97CFB590B2093, which is not of this stack",
      ],
      [
        of(panel({ datasource: "Prometheus" })),
        'refers to a data source by the name "Prometheus", which is not of this stack',
      ],
      [
        of(panel({ datasource: null, targets: [{ refId: "A", legendFormat: "x", expr: "pool_used" }] })),
        "names no data source, so it asks whichever is the default",
      ],
      [
        of(panel({ datasource: { type: "prometheus", uid: "$service" } })),
        "takes its data source from $service, no variable of the type datasource",
      ],
      [
        dashboard({ templating: { list: [variable("service", { datasource: undefined })] } }),
        "names no data source, so it asks whichever is the default",
      ],
    ],
    good: [
      dashboard(),
      of(panel({ datasource: { type: "datasource", uid: "-- Mixed --" } })),
      dashboard({
        templating: { list: [{ name: "source", type: "datasource", query: "prometheus" }] },
        panels: [panel({ datasource: { type: "prometheus", uid: "${source}" } })],
      }),
      dashboard({
        annotations: { list: [{ name: "x", datasource: { type: "grafana", uid: "-- Grafana --" } }] },
      }),
    ],
  },
  {
    rule: "data-source-type",
    bad: [
      [
        of(panel({ datasource: { type: "loki", uid: "x" }, targets: [{ refId: "A", expr: "{}" }] })),
        "asks a data source of the type loki, which this stack does not have",
      ],
    ],
    good: [dashboard(), of(panel({ datasource: { type: "alertmanager", uid: "monitoring-alertmanager" } }))],
  },
  {
    rule: "promql",
    bad: [
      [of(asking("sum(pool_used")), "is no PromQL at its end: sum(pool_used"],
      [of(asking("pool_used{service=x}")), "is no PromQL at x}: pool_used{service=x}"],
      [
        chosen(variable("service", { query: "label_values(pool_used{, service)" })),
        "is no PromQL at ): label_values(pool_used{, service)",
      ],
    ],
    good: [
      of(asking("pool_used[5m:$step]")),
      of(asking("sum by ($by) (rate(requests_total{$filter}[$range])) > $limit")),
    ],
  },
  {
    rule: "unknown-metric",
    bad: [
      [of(asking("pool_use")), "reads pool_use, which nothing exposes"],
      [
        chosen(variable("service", { query: "label_values(gone, service)" })),
        "reads gone, which nothing exposes",
      ],
      [
        dashboard({ annotations: { list: [{ name: "x", datasource: source, expr: "gone > 0" }] } }),
        "reads gone, which nothing exposes",
      ],
    ],
    good: [
      dashboard(),
      of(asking("http_${kind}_total")),
      of(asking("gone", "short", { datasource: { type: "loki", uid: "x" } })),
    ],
  },
  {
    rule: "unknown-label",
    bad: [
      [of(asking('pool_used{servce="a"}')), "selects pool_used by servce, a label that it never has"],
      [of(asking("sum by (tool) (pool_used)")), "groups by tool, which none of pool_used has"],
      [chosen(variable("service"), variable("tool")), "groups by tool, which none of pool_used has"],
    ],
    good: [
      of(asking('sum by (job, service) (pool_used{instance="a"})')),
      of(asking("sum by ($by) (pool_used)")),
    ],
  },
  {
    rule: "counter-rate",
    bad: [
      [of(asking("requests_total")), "shows the counter requests_total itself: requests_total"],
      [
        of(asking("sum(request_duration_seconds_count)")),
        "shows the counter request_duration_seconds_count itself: sum(request_duration_seconds_count)",
      ],
    ],
    good: [
      of(asking("rate(requests_total[5m])")),
      of(asking("count(requests_total)")),
      of(asking("service:requests:rate5m")),
    ],
  },
  {
    rule: "rate-range",
    bad: [
      [of(asking("rate(requests_total[30s])")), "takes rate over 30s: rate(requests_total[30s])"],
      [
        of(asking("increase(requests_total[$__interval])")),
        "takes increase over $__interval: increase(requests_total[$__interval])",
      ],
    ],
    good: [
      of(asking("rate(requests_total[$__rate_interval])")),
      of(asking("rate(requests_total[1m])")),
      of(asking("max_over_time(pool_used[30s])")),
      of(asking("rate(requests_total[$window])")),
    ],
  },
  {
    rule: "panel-type",
    bad: [
      [
        of(panel({ type: "natel-discrete-panel" })),
        "is of the type natel-discrete-panel, which Grafana has only with a plugin",
      ],
    ],
    good: [dashboard(), of(panel({ type: "text" }))],
  },
  {
    rule: "panel-targets",
    bad: [
      [of(panel({ targets: [] })), "has no query"],
      [of(panel({ targets: undefined })), "has no query"],
      [of(panel({ targets: [query(" ")] })), "has an empty query A"],
    ],
    good: [dashboard(), of(panel({ type: "text", targets: undefined }))],
  },
  {
    rule: "target-names",
    bad: [
      [of(panel({ targets: [query("pool_used"), query("memory_bytes")] })), "has two queries A"],
      [
        of(panel({ targets: [query("pool_used", { refId: undefined }), query("up", { refId: undefined })] })),
        "has two queries without refId",
      ],
    ],
    good: [of(panel({ targets: [query("pool_used"), query("pool_used", { refId: "B" })] }))],
  },
  {
    rule: "target-referenced",
    bad: [
      [
        of(panel({ targets: [query("pool_used", { hide: true })] })),
        "hides the query A, and nothing refers to it",
      ],
      [
        of(
          panel({
            targets: [
              query("pool_used", { hide: true }),
              { refId: "B", datasource: { uid: "__expr__" }, expression: "$AB" },
            ],
          }),
        ),
        "hides the query A, and nothing refers to it",
      ],
    ],
    good: [
      dashboard(),
      of(
        panel({
          targets: [
            query("pool_used", { hide: true }),
            { refId: "B", datasource: { uid: "__expr__" }, expression: "$A * 2" },
          ],
        }),
      ),
    ],
  },
  {
    rule: "panel-title",
    bad: [[of(panel({ title: "" })), "has no title"]],
    good: [dashboard(), of(panel({ type: "text", title: "" }))],
  },
  {
    rule: "panel-description",
    bad: [[of(panel({ description: undefined })), "has no description"]],
    good: [dashboard()],
  },
  {
    rule: "panel-titles-unique",
    bad: [
      [
        of(panel(), panel({ id: 2, gridPos: { x: 12, y: 0, w: 12, h: 8 } })),
        "has the title of another panel",
      ],
    ],
    good: [of(panel(), panel({ id: 2, title: "Other", gridPos: { x: 12, y: 0, w: 12, h: 8 } }))],
  },
  {
    rule: "panel-ids",
    bad: [
      [of(panel({ id: undefined })), "has no id"],
      [
        of(panel(), panel({ title: "B", gridPos: { x: 12, y: 0, w: 12, h: 8 } })),
        "has the id 1 of another panel",
      ],
      [
        of({ id: 1, type: "row", title: "Row" }, panel({ gridPos: { x: 0, y: 1, w: 12, h: 8 } })),
        "has the id 1 of another panel",
      ],
    ],
    good: [of({ id: 9, type: "row", title: "Row" }, panel())],
  },
  {
    rule: "grid",
    bad: [
      [of(panel({ gridPos: undefined })), "has no place"],
      [
        of(panel({ gridPos: { x: 18, y: 0, w: 8, h: 8 } })),
        "does not fit into the grid of 24 columns: x 18, y 0, width 8, height 8",
      ],
      [
        of(panel(), panel({ id: 2, title: "B", gridPos: { x: 11, y: 7, w: 12, h: 8 } })),
        'overlaps the panel "Pool"',
      ],
    ],
    good: [
      of(panel(), panel({ id: 2, title: "B", gridPos: { x: 12, y: 0, w: 12, h: 8 } })),
      of(panel(), panel({ id: 2, title: "B", gridPos: { x: 0, y: 8, w: 12, h: 8 } })),
      // Panels of a collapsed row are shown only when it is opened.
      of(panel(), { id: 2, type: "row", collapsed: true, panels: [panel({ id: 3, title: "B" })] }),
    ],
  },
  {
    rule: "unit-set",
    bad: [[of(panel({ fieldConfig: { defaults: { noValue: "none" } } })), "has no unit"]],
    good: [
      dashboard(),
      of(panel({ type: "table", fieldConfig: { defaults: {} } })),
      of(panel({ type: "graph", fieldConfig: { defaults: { noValue: "x" } }, yaxes: [{ format: "s" }] })),
    ],
  },
  {
    rule: "unit-agrees",
    bad: (
      [
        ["histogram_quantile(0.9, rate(request_duration_seconds_bucket[5m]))", "ms", "seconds"],
        [
          "rate(request_duration_seconds_sum[5m]) / rate(request_duration_seconds_count[5m])",
          "short",
          "seconds",
        ],
        ["sum(memory_bytes)", "short", "bytes"],
        ["rate(memory_bytes[5m])", "bytes", "bytes per second"],
        ["service:errors:ratio_rate5m", "percent", "share"],
        ["100 * service:errors:ratio_rate5m", "percentunit", "percent"],
        ["sum(rate(requests_total[5m]))", "s", "per second"],
        ["service:requests:rate5m", "percentunit", "per second"],
        ["sum(increase(requests_total[1h]))", "reqps", "count"],
        ["latency_ms", "s", "milliseconds"],
        ["1 - memory_bytes / memory_bytes", "bytes", "quotient"],
      ] as const
    ).map(
      ([expr, unit, quantity]) =>
        [of(asking(expr, unit)), `shows ${quantity} in the unit ${unit}: ${expr}`] as const,
    ),
    good: (
      [
        ["histogram_quantile(0.9, rate(request_duration_seconds_bucket[5m]))", "s"],
        ["memory_bytes", "decbytes"],
        ["memory_bytes / 1024", "short"],
        ["rate(request_duration_seconds_sum[5m])", "percentunit"],
        ["service:errors:ratio_rate5m > 0.1", "percentunit"],
        ["rate(requests_total[5m])", "reqps"],
        ["rate(requests_total[5m]) * 60", "suffix: a minute"],
        ["count(memory_bytes)", "short"],
        ["latency_ms", "ms"],
        ["pool_used", "s"],
      ] as const
    ).map(([expr, unit]) => of(asking(expr, unit))),
  },
  {
    rule: "legend",
    bad: [
      [of(asking("pool_used", "short", { legendFormat: "" })), "has no legend for the series of pool_used"],
      [
        of(asking("sum by (service) (pool_used)", "short", { legendFormat: undefined })),
        "has no legend for the series of sum by (service) (pool_used)",
      ],
    ],
    good: [dashboard(), of(asking("sum(pool_used) / 2", "short", { legendFormat: "" }))],
  },
  {
    rule: "no-value",
    bad: [[of(panel({ fieldConfig: { defaults: { unit: "short" } } })), 'says "No data" when there is none']],
    good: [dashboard()],
  },
  {
    rule: "series-colour",
    bad: [
      [coloured(undefined), "takes the colours of its series from palette-classic"],
      [coloured("palette-classic-by-name"), "takes the colours of its series from palette-classic-by-name"],
      [
        of(lines("continuous-GrYlRd"), lines(undefined), lines("shades")),
        "takes the colours of its series from continuous-GrYlRd, as do 1 more",
      ],
    ],
    good: [
      coloured("fixed"),
      coloured("shades"),
      coloured("thresholds"),
      of(panel({ type: "stat", fieldConfig: { defaults: { unit: "short", noValue: "none" } } })),
    ],
  },
];

describe.each(rows)("$rule", ({ rule, bad, good }) => {
  const reasons = (json: JsonObject): readonly string[] =>
    lintDashboard(json, known)
      .filter((finding) => finding.rule === rule)
      .map(({ reason }) => reason);

  test.each(bad.map(([json, says]) => ({ json, says })))("finds: $says", ({ json, says }) => {
    expect(reasons(json)).toEqual([says]);
  });

  test("is content with what is right", () => {
    expect(good.flatMap(reasons)).toEqual([]);
  });
});

test("every rule has examples, good and bad", () => {
  expect(rows.map(({ rule }) => rule).sort()).toEqual(lintRules.map(({ id }) => id).sort());
  expect(rows.every(({ good, bad }) => good.length > 0 && bad.length > 0)).toBe(true);
});

test("a dashboard that keeps every rule has no finding", () => {
  expect(lintDashboard(dashboard(), known)).toEqual([]);
});

test("a finding names dashboard, panel, rule, reason, remedy and place", () => {
  expect(lintDashboard(of(asking("pool_use")), known)).toEqual([
    {
      dashboard: { uid: "a", title: "A" },
      panel: "Pool",
      rule: "unknown-metric",
      severity: "error",
      reason: "reads pool_use, which nothing exposes",
      remedy: "did you mean pool_used?",
      at: ["panels", 0, "targets", 0, "expr"],
    },
  ]);
});

test("a dashboard of somebody else may break style, but has to work", () => {
  const broken = dashboard({ timezone: "utc", panels: [asking("sum(")] });
  const found = lintDashboard(broken, known, "foreign").map(({ rule, severity }) => [rule, severity]);
  expect(found).toEqual([
    ["time-zone", "warning"],
    ["promql", "error"],
  ]);
});

test("what is no dashboard at all is judged without an end in itself", () => {
  for (const value of [null, [], "x", { panels: "x" }, { panels: [null, 7], templating: [], rows: [{}] }]) {
    expect(lintDashboard(value, known).map(({ rule }) => rule)).toEqual(["stable-uid", "time-zone"]);
  }
});

describe("several dashboards", () => {
  const named = (name: string, folder: string, uid: string, title: string) => ({
    name,
    folder,
    json: { uid, title },
  });

  test("have different uids, and different titles in a folder", () => {
    const found = lintDashboards([
      named("a.json", "One", "a", "A"),
      named("b.json", "Two", "a", "B"),
      named("c.json", "one", "c", "A"),
    ]);
    expect(found.map(({ name, rule, reason }) => [name, rule, reason])).toEqual([
      ["b.json", "unique-uid", 'has the uid "a", as has a.json'],
      ["c.json", "unique-title", 'has the title "A", as has a.json in the same folder'],
    ]);
  });

  test("may share a title in different folders", () => {
    expect(lintDashboards([named("a", "One", "a", "A"), named("b", "Two", "b", "A")])).toEqual([]);
  });
});
