import { DashboardBuilder, DashboardCursorSync } from "@grafana/grafana-foundation-sdk/dashboard";
import { promql, type MetricRead } from "@monitoring/collection";
import type { DashboardRow } from "./dashboard.ts";
import { panel } from "./panel.ts";

/** Grafana's dashboard JSON as a plain value. */
export function compileDashboard(row: DashboardRow): object {
  // Version 1 of the format: every Grafana that people run reads it.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const builder = new DashboardBuilder(row.title)
    .uid(row.uid)
    .tags(["monitoring", "mcp"])
    .time({ from: "now-1h", to: "now" })
    .refresh("30s")
    .timezone("browser")
    .tooltip(DashboardCursorSync.Crosshair)
    .readonly();
  for (const panelRow of row.panels) builder.withPanel(panel(panelRow).span(8).height(8));
  return builder.build();
}

/** What the panels of a dashboard read. */
export function dashboardReads(row: DashboardRow): readonly MetricRead[] {
  return row.panels.flatMap(({ expr }) => promql`${expr}`.reads);
}
