import { DashboardLinkBuilder, type ValueMapping } from "@grafana/grafana-foundation-sdk/dashboard";
import { MappingType } from "@grafana/grafana-foundation-sdk/dashboard";
import { DataqueryBuilder, PromQueryFormat } from "@grafana/grafana-foundation-sdk/prometheus";
import type { Alert } from "@monitoring/alerting";
import { promql } from "@monitoring/collection";
import { colours, nothing, thresholds } from "./house-style.ts";
import { builders, type AnyPanelBuilder } from "./panel-builders.ts";
import type { Limits, PanelQuery, PanelRow } from "./panel.ts";

/** What panels take from outside their rows. */
export interface PanelContext {
  readonly dataSource: { readonly type: string; readonly uid: string };
  /** The alerts as they are deployed, by name: their thresholds are drawn. */
  readonly alerts: ReadonlyMap<string, Alert>;
  readonly runbookBaseUrl: string;
}

/** A panel in the house style. An alert that is switched off draws no threshold. */
export function compilePanel(row: PanelRow, context: PanelContext): AnyPanelBuilder {
  const watching = (row.watchedBy ?? []).flatMap((name) => context.alerts.get(name) ?? []);
  const limits = row.limits ?? alertLimits(watching[0]);
  return builders[row.kind](limits !== undefined)
    .title(row.title)
    .description(row.description)
    .datasource(context.dataSource)
    .unit(row.unit)
    .noValue(row.noValue ?? nothing)
    .thresholds(thresholds(row.words ? wordLimits(row.words) : limits))
    .mappings(row.words ? [mapping(row.words)] : [])
    .links(watching.flatMap((alert) => links(alert, context)))
    .targets(row.queries.map((query, i) => target(row, query, i, context)));
}

function target({ kind }: PanelRow, { expr, legend }: PanelQuery, i: number, { dataSource }: PanelContext) {
  const query = new DataqueryBuilder()
    .refId(String.fromCharCode(65 + i))
    .datasource(dataSource)
    .expr(promql`${expr}`.text)
    .legendFormat(legend);
  if (kind === "table") return query.instant().format(PromQueryFormat.Table);
  if (kind === "bars") return query.instant();
  return kind === "heatmap" ? query.range().format(PromQueryFormat.Heatmap) : query.range();
}

/** The line that the alert itself compares with: red where a person is woken or told at once, else yellow. */
function alertLimits(alert: Alert | undefined): Limits | undefined {
  if (alert?.threshold === undefined) return undefined;
  const { value, bad = "above" } = alert.threshold;
  const urgent = alert.severity === "critical" || alert.severity === "high";
  return urgent ? { red: value, bad } : { yellow: value, bad };
}

function links({ name }: Alert, { runbookBaseUrl }: PanelContext): DashboardLinkBuilder[] {
  const link = (title: string, url: string) => new DashboardLinkBuilder(title).url(url).targetBlank(true);
  return [
    link(`Alert ${name}`, `/alerting/list?search=${encodeURIComponent(name)}`),
    // A path within the repository is no address that a browser could open.
    ...(/^https?:/.test(runbookBaseUrl) ? [link(`Runbook of ${name}`, `${runbookBaseUrl}/${name}.md`)] : []),
  ];
}

/** The greatest value is good, every other critical. */
function wordLimits(words: Readonly<Record<number, string>>): Limits {
  return { red: Math.max(...Object.keys(words).map(Number)), bad: "below" };
}

function mapping(words: Readonly<Record<number, string>>): ValueMapping {
  const best = Math.max(...Object.keys(words).map(Number));
  const options = Object.entries(words).map(([value, text], index) => [
    value,
    { text, color: Number(value) === best ? colours.good : colours.critical, index },
  ]);
  return {
    type: MappingType.ValueToText,
    options: Object.fromEntries(options) as Record<string, { text: string; color: string; index: number }>,
  };
}
