import type { PanelView } from "./dashboard-view.ts";

/** Panels that ask no data source. */
const still: ReadonlySet<string> = new Set([
  "text",
  "dashlist",
  "news",
  "welcome",
  "gettingstarted",
  "alertlist",
  "annolist",
  "canvas",
  "debug",
]);

/** Panels that Grafana itself brings; those of the second list it turns into one of the first when it loads them. */
const core: ReadonlySet<string> = new Set([
  ...still,
  ...["timeseries", "stat", "gauge", "bargauge", "barchart", "piechart", "histogram", "heatmap", "table"],
  ...["state-timeline", "status-history", "logs", "traces", "nodeGraph", "flamegraph", "geomap", "trend"],
  ...["xychart", "candlestick", "datagrid"],
  ...["graph", "singlestat", "table-old", "grafana-piechart-panel", "grafana-worldmap-panel"],
]);

/** Panels whose numbers all have one unit. */
const measured: ReadonlySet<string> = new Set([
  ...["timeseries", "graph", "stat", "singlestat", "gauge", "bargauge", "barchart", "piechart", "trend"],
]);

/** Whether a panel asks for data; one that stands for a library panel tells nothing of itself. */
export function showsData({ type, json }: PanelView): boolean {
  return !still.has(type) && !isLibraryPanel(json);
}

/** Whether a panel is kept in Grafana's library, not in the dashboard. */
export function isLibraryPanel(panel: PanelView["json"]): boolean {
  return "libraryPanel" in panel && !("targets" in panel);
}

/** Whether Grafana shows a panel without a plugin. */
export function isCore(type: string): boolean {
  return core.has(type);
}

/** Whether a panel shows numbers of one unit. */
export function isMeasured({ type, json }: PanelView): boolean {
  return measured.has(type) && !isLibraryPanel(json);
}
