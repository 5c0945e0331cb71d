import type { Metric, Promql } from "@monitoring/collection";

/** Grafana's ids of the units that are used here. */
export type Unit =
  | "short"
  | "none"
  | "percentunit"
  | "s"
  | "ms"
  | "bytes"
  | "Bps"
  | "reqps"
  | "ops"
  | "cps"
  | "cpm"
  | "d"
  | "dateTimeFromNow"
  | "bool_yes_no";

/** How a panel shows its numbers. */
export type PanelKind = "stat" | "timeseries" | "heatmap" | "table" | "bars" | "states";

/** One query of a panel. */
export interface PanelQuery {
  readonly expr: Promql | Metric;
  /** Grafana's template for a series' name, e.g. `{{tool}}`. */
  readonly legend: string;
}

/** Where good ends: yellow from one value on, red from the other. */
export interface Limits {
  readonly yellow?: number;
  readonly red?: number;
  /** On which side of the numbers it is bad. @default "above" */
  readonly bad?: "above" | "below";
}

/** What a panel shows, before it is Grafana JSON. */
export interface PanelRow {
  readonly kind: PanelKind;
  readonly title: string;
  /** The question that the panel answers. */
  readonly description: string;
  readonly queries: readonly [PanelQuery, ...PanelQuery[]];
  readonly unit: Unit;
  /** Names of the alerts that watch this; the first one's threshold is drawn, and all are linked with their runbooks. */
  readonly watchedBy?: readonly [string, ...string[]];
  /** Where good ends, for what no alert watches. */
  readonly limits?: Limits;
  /** Words instead of a number, e.g. `{ 0: "down", 1: "up" }`; red for the first, green for the last. */
  readonly words?: Readonly<Record<number, string>>;
  /** Columns of 24. @default 4 for a stat, else 8 */
  readonly width?: number;
  /** @default 4 for a stat, else 8 */
  readonly height?: number;
  /** What is said where there is nothing to show. @default "none in this time range" */
  readonly noValue?: string;
}
