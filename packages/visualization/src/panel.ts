import type { Duration, Metric, Promql } from "@monitoring/collection";

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
  | "suffix:days"
  | "dateTimeFromNow"
  | "bool_yes_no";

/** How a panel shows its numbers. */
export type PanelKind = "stat" | "timeseries" | "heatmap" | "table" | "bars" | "states";

/** One query of a panel. */
export interface PanelQuery {
  readonly expr: Promql | Metric;
  /** Grafana's template for a series' name, e.g. `{{tool}}`. */
  readonly legend: string;
  /** Whether it is what the others may reach at most: it is drawn dashed. */
  readonly isLimit?: true;
}

/** Where good ends: yellow from one value on, red from the other. */
export interface Limits {
  readonly yellow?: number;
  readonly red?: number;
  /** On which side of the numbers it is bad. @default "above" */
  readonly bad?: "above" | "below";
  /** The most that there can be, where it should be near that. @default 1 of shares */
  readonly of?: number;
}

/** Where good ends as an alert says it: red where a person is woken or told at once, else yellow. */
export interface AlertLimit {
  /** The alert's name. It compares what the panel shows. */
  readonly alert: string;
  /** As in {@link Limits}. */
  readonly of?: number;
}

/** What a panel shows, before it is Grafana JSON. */
export interface PanelRow {
  readonly kind: PanelKind;
  readonly title: string;
  /** The question that the panel answers. */
  readonly description: string;
  readonly queries: readonly [PanelQuery, ...PanelQuery[]];
  readonly unit: Unit;
  /** Where good ends: an alert's threshold, or numbers of its own for what no alert compares. */
  readonly limits?: Limits | AlertLimit;
  /** Further alerts that watch this. All are linked, with their runbooks. */
  readonly watchedBy?: readonly [string, ...string[]];
  /** Uid of the dashboard that goes on from here; a link to it keeps the time and the variables. */
  readonly leadsTo?: string;
  /** Words instead of numbers, e.g. `{ 0: "down", 1: "up" }`: the greatest is good and all others are not, unless there are limits. */
  readonly words?: Readonly<Record<number, string>>;
  /** Time between two points at least, where more would only cost time. @default what fits the panel's width */
  readonly step?: Duration;
  /** Whether there are more series than the legend below a graph shows: it then stands beside, in a panel of half the page. */
  readonly many?: true;
  /** What a table's columns are called, by label; that of the number is `Value`. @default the labels as they are */
  readonly columns?: Readonly<Record<string, string>>;
  /** Columns of 24. @default 6 for a stat, 12 for many series, else 8 */
  readonly width?: number;
  /** @default 3 for a stat, else 9 */
  readonly height?: number;
  /** What is said where there is nothing to show. @default "not known now" for a stat, else "none in this time range" */
  readonly noValue?: string;
}

/** The alerts that a panel names, the one whose threshold it draws first. */
export function alertsNamed({ limits, watchedBy }: PanelRow): readonly string[] {
  return [...(limits && "alert" in limits ? [limits.alert] : []), ...(watchedBy ?? [])];
}
