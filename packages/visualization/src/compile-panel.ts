import { DashboardLinkBuilder, type ValueMapping } from "@grafana/grafana-foundation-sdk/dashboard";
import { MappingType } from "@grafana/grafana-foundation-sdk/dashboard";
import { DataqueryBuilder, PromQueryFormat } from "@grafana/grafana-foundation-sdk/prometheus";
import type { Alert } from "@monitoring/alerting";
import { promql } from "@monitoring/collection";
import {
  colours,
  neutral,
  nothing,
  pointsOfMany,
  thresholdLines,
  thresholds,
  unknown,
  wordsForSmall,
} from "./house-style.ts";
import { builders, type AnyPanelBuilder } from "./panel-builders.ts";
import { alertsNamed, type Limits, type PanelQuery, type PanelRow } from "./panel.ts";
import { refIdOf } from "./series-colours.ts";
import { inUnit } from "./threshold-unit.ts";

/** What panels take from outside their rows. */
export interface PanelContext {
  readonly dataSource: { readonly type: string; readonly uid: string };
  /** The alerts as they are deployed, by name: their thresholds are drawn. */
  readonly alerts: ReadonlyMap<string, Alert>;
  readonly runbookBaseUrl: string;
  /** Titles of the dashboards that are placed, by uid. */
  readonly titles: ReadonlyMap<string, string>;
}

/** A panel in the house style. An alert that is switched off draws no threshold. */
export function compilePanel(row: PanelRow, context: PanelContext): AnyPanelBuilder {
  const watching = alertsNamed(row).flatMap((name) => context.alerts.get(name) ?? []);
  const limits = limitsOf(row, context);
  const builder = builders[row.kind]({
    unit: row.unit,
    limits,
    queries: row.queries,
    many: row.many === true,
    columns: row.columns ?? {},
  })
    .title(row.title)
    .description(description(row, watching, context))
    .datasource(context.dataSource)
    .noValue(row.noValue ?? (row.kind === "stat" ? unknown : nothing))
    .thresholds(
      row.kind === "timeseries"
        ? thresholdLines(limits)
        : thresholds(limits ?? (row.words && wordLimits(row.words))),
    )
    .mappings(row.words ? [mapping(row.words, judgeOf(row, limits))] : wordsForSmall(row.unit))
    .links([...further(row, context), ...watching.flatMap((alert) => links(alert, context))])
    .targets(row.queries.map((query, i) => target(row, query, i, context)));
  if (row.many === true || row.kind === "states") builder.maxDataPoints(pointsOfMany);
  // A date's unit on the columns of a table makes its words dates, which they are not.
  return row.kind === "table"
    ? builder.overrideByName(row.columns?.["Value"] ?? "Value", [{ id: "unit", value: row.unit }])
    : builder.unit(row.unit);
}

function target(
  { kind, step }: PanelRow,
  { expr, legend }: PanelQuery,
  i: number,
  { dataSource }: PanelContext,
) {
  const query = new DataqueryBuilder()
    .refId(refIdOf(i))
    .datasource(dataSource)
    .expr(promql`${expr}`.text)
    .legendFormat(legend);
  if (step) query.interval(step);
  if (kind === "table") return query.instant().format(PromQueryFormat.Table);
  // A stat says what is now: the last value of a time range may be an hour old, and the rest of it is not shown.
  if (kind === "stat" || kind === "bars") return query.instant();
  return kind === "heatmap" ? query.range().format(PromQueryFormat.Heatmap) : query.range();
}

function limitsOf({ limits, unit }: PanelRow, { alerts }: PanelContext): Limits | undefined {
  if (limits === undefined || !("alert" in limits)) return limits;
  const { threshold, severity } = alerts.get(limits.alert) ?? {};
  if (threshold === undefined) return undefined;
  const value = inUnit(threshold, unit);
  const { bad = "above" } = threshold;
  const side = { bad, ...(limits.of !== undefined && { of: limits.of }) };
  return severity === "critical" || severity === "high"
    ? { red: value, ...side }
    : { yellow: value, ...side };
}

/** A path within the repository is no address that a browser could open, so it is said. */
function description(row: PanelRow, watching: readonly Alert[], { runbookBaseUrl }: PanelContext): string {
  if (isAddress(runbookBaseUrl) || watching.length === 0) return row.description;
  const pages = watching.map(({ name }) => `${runbookBaseUrl}/${name}.md`);
  return `${row.description}\n\nWhen its alert fires: ${pages.join(", ")}`;
}

function isAddress(runbookBaseUrl: string): boolean {
  return /^https?:/.test(runbookBaseUrl);
}

function links({ name }: Alert, { runbookBaseUrl }: PanelContext): DashboardLinkBuilder[] {
  const link = (title: string, url: string) => new DashboardLinkBuilder(title).url(url).targetBlank(true);
  return [
    link(`Alert ${name}`, `/alerting/list?search=${encodeURIComponent(name)}`),
    ...(isAddress(runbookBaseUrl) ? [link(`Runbook of ${name}`, `${runbookBaseUrl}/${name}.md`)] : []),
  ];
}

function further({ leadsTo }: PanelRow, { titles }: PanelContext): DashboardLinkBuilder[] {
  const title = leadsTo === undefined ? undefined : titles.get(leadsTo);
  if (leadsTo === undefined || title === undefined) return [];
  return [new DashboardLinkBuilder(title).url(`/d/${leadsTo}?\${__url_time_range}&\${__all_variables}`)];
}

/** The greatest value is good, every other critical. */
function wordLimits(words: Readonly<Record<number, string>>): Limits {
  return { red: Math.max(...Object.keys(words).map(Number)), bad: "below" };
}

/** Who says what is good of a word: the word itself, as the greatest one is; the limits; or nobody, as it is no number. */
type Judge = "word" | "limits" | "nobody";

function judgeOf(row: PanelRow, limits: Limits | undefined): Judge {
  if (limits === undefined) return "word";
  // States are words alone, where elsewhere one stands among numbers.
  return row.kind === "states" ? "limits" : "nobody";
}

function mapping(words: Readonly<Record<number, string>>, judge: Judge): ValueMapping {
  const best = Math.max(...Object.keys(words).map(Number));
  const colour = (value: string) =>
    ({
      word: { color: Number(value) === best ? colours.good : colours.critical },
      limits: {},
      nobody: { color: neutral },
    })[judge];
  const options = Object.entries(words).map(([value, text], index) => [
    value,
    { text, index, ...colour(value) },
  ]);
  return {
    type: MappingType.ValueToText,
    options: Object.fromEntries(options) as Record<string, { text: string; color?: string; index: number }>,
  };
}
