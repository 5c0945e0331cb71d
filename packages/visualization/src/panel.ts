import type { Metric, Promql } from "@monitoring/collection";
import { promql } from "@monitoring/collection";
import { PanelBuilder as StatBuilder } from "@grafana/grafana-foundation-sdk/stat";
import { PanelBuilder as TimeseriesBuilder } from "@grafana/grafana-foundation-sdk/timeseries";
import { DataqueryBuilder } from "@grafana/grafana-foundation-sdk/prometheus";
import { ThresholdsConfigBuilder } from "@grafana/grafana-foundation-sdk/dashboard";
import { ThresholdsMode } from "@grafana/grafana-foundation-sdk/dashboard";
import { prometheusDataSource } from "./data-source.ts";

/** What a panel shows, before it is Grafana JSON. */
export interface PanelRow {
  readonly kind: "stat" | "timeseries";
  readonly title: string;
  /** The question that the panel answers. */
  readonly description: string;
  readonly expr: Promql | Metric;
  /** Grafana's template for a series' name, e.g. `{{tool_name}}`. */
  readonly legend: string;
  /** Grafana's unit id: `reqps`, `percentunit`, `s`, `short`. */
  readonly unit: string;
  /** Where good ends: yellow from the first, red from the second value on. */
  readonly thresholds?: { readonly yellow: number; readonly red: number };
}

/** A panel in the house style: unit, legend, description, and words instead of "No data". */
export function panel(row: PanelRow): StatBuilder | TimeseriesBuilder {
  const query = new DataqueryBuilder()
    .datasource(prometheusDataSource)
    .expr(promql`${row.expr}`.text)
    .legendFormat(row.legend);
  const thresholds = new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps([
    { value: null, color: "green" },
    ...(row.thresholds
      ? [
          { value: row.thresholds.yellow, color: "yellow" },
          { value: row.thresholds.red, color: "red" },
        ]
      : []),
  ]);
  const builder = row.kind === "stat" ? new StatBuilder() : new TimeseriesBuilder();
  return builder
    .title(row.title)
    .description(row.description)
    .datasource(prometheusDataSource)
    .unit(row.unit)
    .noValue("none in this time range")
    .thresholds(thresholds)
    .withTarget(query);
}
