/** A panel of the gallery. */
interface Shown {
  readonly title: string;
  readonly type: string;
  readonly expr?: string;
  readonly more?: object;
  readonly w?: number;
  readonly h?: number;
}

const steps = (...marks: readonly (readonly [number | null, string])[]) => ({
  mode: "absolute",
  steps: marks.map(([value, color]) => ({ value, color })),
});
const lights = steps([null, "green"], [0.05, "yellow"], [0.5, "red"]);
const field = (defaults: object, overrides: readonly object[] = []) => ({
  fieldConfig: { defaults, overrides },
});
const instant = { instant: true, range: false };

/** Every kind of panel that the preview draws, with the settings that change how it looks. */
const shown: readonly Shown[] = [
  {
    title: "Lines",
    type: "timeseries",
    h: 9,
    expr: 'waves{name=~"$name"}',
    more: {
      ...field({ unit: "reqps", custom: { fillOpacity: 10 }, color: { mode: "palette-classic" } }),
      options: {
        legend: {
          displayMode: "table",
          placement: "bottom",
          showLegend: true,
          calcs: ["lastNotNull", "max"],
        },
      },
    },
  },
  {
    title: "Stacked areas",
    type: "timeseries",
    expr: "waves",
    more: {
      ...field({
        unit: "bytes",
        custom: { fillOpacity: 40, stacking: { mode: "normal", group: "A" } },
        color: { mode: "palette-classic" },
      }),
      options: { legend: { displayMode: "list", placement: "right", showLegend: true, calcs: [] } },
    },
  },
  {
    title: "Bars with a limit",
    type: "timeseries",
    expr: "one",
    more: field({
      unit: "percentunit",
      min: 0,
      max: 1,
      custom: { drawStyle: "bars", fillOpacity: 60, thresholdsStyle: { mode: "line+area" } },
      thresholds: steps([null, "green"], [0.6, "red"]),
    }),
  },
  {
    title: "Two axes, one of powers",
    type: "timeseries",
    expr: "growing",
    more: field({ color: { mode: "palette-classic" } }, [
      {
        matcher: { id: "byName", options: "large" },
        properties: [
          { id: "custom.axisPlacement", value: "right" },
          { id: "custom.scaleDistribution", value: { type: "log", log: 10 } },
          { id: "unit", value: "s" },
          { id: "color", value: { mode: "fixed", fixedColor: "orange" } },
        ],
      },
    ]),
  },
  {
    title: "Gaps and points",
    type: "timeseries",
    expr: "gaps",
    more: field({ custom: { showPoints: "always", pointSize: 4 } }),
  },
  { title: "No data", type: "timeseries", expr: "nothing", more: field({ noValue: "nothing happened" }) },
  {
    title: "Value",
    type: "stat",
    expr: "one",
    w: 4,
    h: 5,
    more: {
      ...field({ unit: "percentunit", thresholds: lights, color: { mode: "thresholds" } }),
      options: { colorMode: "value", graphMode: "area", reduceOptions: { calcs: ["lastNotNull"] } },
    },
  },
  {
    title: "Background and change",
    type: "stat",
    expr: 'growing{name=~"small"}',
    w: 4,
    h: 5,
    more: {
      ...field({ unit: "short", thresholds: lights, color: { mode: "thresholds" } }),
      options: {
        colorMode: "background",
        graphMode: "none",
        showPercentChange: true,
        reduceOptions: { calcs: ["lastNotNull"] },
      },
    },
  },
  {
    title: "Words",
    type: "stat",
    expr: "up",
    w: 8,
    h: 5,
    more: {
      ...field({
        mappings: [
          {
            type: "value",
            options: { 0: { text: "down", color: "red" }, 1: { text: "up", color: "green" } },
          },
        ],
        color: { mode: "thresholds" },
      }),
      options: { colorMode: "background", graphMode: "none", reduceOptions: { calcs: ["lastNotNull"] } },
    },
  },
  {
    title: "Dials",
    type: "gauge",
    expr: "shares",
    w: 8,
    h: 5,
    more: {
      ...field({ unit: "percentunit", min: 0, max: 1, thresholds: lights }),
      options: { reduceOptions: { calcs: ["lastNotNull"] } },
    },
  },
  {
    title: "Bars",
    type: "bargauge",
    expr: "few",
    more: {
      ...field({ min: 0, color: { mode: "thresholds" }, thresholds: steps([null, "green"], [50, "red"]) }),
      options: {
        orientation: "horizontal",
        displayMode: "gradient",
        reduceOptions: { calcs: ["lastNotNull"] },
      },
    },
  },
  {
    title: "Lit cells",
    type: "bargauge",
    expr: "few",
    more: {
      ...field({
        min: 0,
        max: 100,
        color: { mode: "thresholds" },
        thresholds: steps([null, "green"], [50, "red"]),
      }),
      options: { orientation: "horizontal", displayMode: "lcd", reduceOptions: { calcs: ["lastNotNull"] } },
    },
  },
  {
    title: "Upright bars",
    type: "bargauge",
    expr: "few",
    more: {
      ...field({ min: 0, color: { mode: "thresholds" } }),
      options: { orientation: "vertical", displayMode: "basic", reduceOptions: { calcs: ["lastNotNull"] } },
    },
  },
  {
    title: "States",
    type: "state-timeline",
    expr: "up",
    w: 12,
    more: {
      ...field({
        mappings: [
          {
            type: "value",
            options: { 0: { text: "down", color: "red" }, 1: { text: "up", color: "green" } },
          },
        ],
        color: { mode: "thresholds" },
        custom: { fillOpacity: 70 },
      }),
      options: { showValue: "auto", mergeValues: true, legend: { showLegend: true, placement: "bottom" } },
    },
  },
  {
    title: "Heat map",
    type: "heatmap",
    expr: "buckets",
    w: 12,
    more: {
      options: {
        calculate: false,
        color: { scheme: "Oranges", exponent: 0.5, steps: 64 },
        yAxis: { unit: "s" },
        legend: { show: true },
        cellGap: 1,
      },
    },
  },
  {
    title: "Text",
    type: "text",
    w: 8,
    h: 6,
    more: {
      options: {
        mode: "markdown",
        content:
          "### Read me\n\nWhat is chosen: **${name:text}**. <script>alert(1)</script>\n\n- one\n- [two](https://example.com)",
      },
    },
  },
];

function panelOf({ title, type, expr, more = {}, w = 8, h = 8 }: Shown): object {
  const target = {
    refId: "A",
    expr,
    legendFormat: "{{name}}",
    ...(type === "bargauge" || type === "gauge" ? instant : {}),
    ...(type === "heatmap" ? { format: "heatmap", legendFormat: "{{le}}" } : {}),
  };
  return { title, type, w, h, ...more, ...(expr !== undefined && { targets: [target] }) };
}

const table = {
  title: "Merged table",
  type: "table",
  w: 16,
  h: 6,
  targets: [
    { refId: "A", expr: "table", format: "table", ...instant },
    { refId: "B", expr: "errors", format: "table", ...instant },
  ],
  transformations: [
    { id: "merge", options: {} },
    {
      id: "organize",
      options: {
        excludeByName: { Time: true, env: true, __name__: true },
        renameByName: { tool: "Tool", "Value #A": "Calls", "Value #B": "Failing" },
      },
    },
  ],
  ...field({}, [
    {
      matcher: { id: "byName", options: "Failing" },
      properties: [
        { id: "unit", value: "percentunit" },
        { id: "custom.cellOptions", value: { type: "color-background" } },
        { id: "thresholds", value: steps([null, "green"], [0.01, "yellow"], [0.1, "red"]) },
      ],
    },
    {
      matcher: { id: "byName", options: "Calls" },
      properties: [
        { id: "custom.cellOptions", value: { type: "gauge", mode: "basic" } },
        { id: "min", value: 0 },
        { id: "max", value: 120 },
      ],
    },
  ]),
};

interface Placed {
  readonly w: number;
  readonly h: number;
}

/** Places panels from left to right, as their widths allow. */
function placed(panels: readonly (object & Placed)[], top: number): readonly object[] {
  let [x, y, line] = [0, top, 0];
  return panels.map(({ w, h, ...panel }, i) => {
    if (x + w > 24) [x, y, line] = [0, y + line, 0];
    const place = { x, y, w, h };
    x += w;
    line = Math.max(line, h);
    return { id: 10 + i, ...panel, gridPos: place };
  });
}

const repeatedPanel = {
  id: 90,
  title: "Only $name",
  type: "stat",
  repeat: "name",
  repeatDirection: "h",
  gridPos: { x: 0, y: 101, w: 8, h: 4 },
  targets: [{ refId: "A", expr: 'waves{name=~"$name"}', legendFormat: "{{name}}" }],
  options: { graphMode: "none", reduceOptions: { calcs: ["mean"] } },
};

/** The gallery as Grafana's JSON. */
export const gallery = {
  uid: "gallery",
  title: "Gallery",
  description: "Everything that the preview draws",
  tags: ["test"],
  time: { from: "now-2h", to: "now" },
  refresh: "",
  links: [
    {
      title: "Others",
      type: "dashboards",
      tags: ["test"],
      asDropdown: true,
      includeVars: true,
      keepTime: true,
    },
    { title: "Manual", type: "link", url: "https://example.com/?name=${name}", targetBlank: true },
  ],
  annotations: {
    list: [
      {
        name: "Alerts",
        enable: true,
        expr: "ALERTS",
        iconColor: "red",
        titleFormat: "{{alertname}}",
        textFormat: "{{service}}",
      },
    ],
  },
  templating: {
    list: [
      {
        name: "environment",
        label: "Environment",
        type: "datasource",
        query: "prometheus",
        current: { text: "Prometheus", value: "p" },
      },
      {
        name: "name",
        label: "Name",
        type: "query",
        query: "label_values(waves, name)",
        multi: true,
        includeAll: true,
        current: { value: "$__all" },
      },
      {
        name: "host",
        label: "Host",
        type: "query",
        query: "label_values(host)",
        regex: "/^web-(.*)/",
        sort: 3,
      },
      { name: "size", label: "Size", type: "custom", query: "small : s, large : l" },
      { name: "hidden", type: "constant", query: "x", hide: 2 },
    ],
  },
  panels: [
    {
      id: 1,
      type: "row",
      title: "Kinds of panels",
      collapsed: false,
      gridPos: { x: 0, y: 0, w: 24, h: 1 },
      panels: [],
    },
    ...placed([...shown.map(panelOf), table] as (object & Placed)[], 1),
    {
      id: 2,
      type: "row",
      title: "Repeated by $size",
      collapsed: false,
      gridPos: { x: 0, y: 100, w: 24, h: 1 },
      panels: [],
    },
    repeatedPanel,
    {
      id: 3,
      type: "row",
      title: "Closed",
      collapsed: true,
      gridPos: { x: 0, y: 200, w: 24, h: 1 },
      panels: [{ ...repeatedPanel, id: 91, title: "Not seen yet", repeat: undefined }],
    },
  ],
};
