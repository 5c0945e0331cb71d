import {
  AnnotationQueryBuilder,
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  RowBuilder,
  VariableRefresh,
  VariableSort,
} from "@grafana/grafana-foundation-sdk/dashboard";
import type { Alert } from "@monitoring/alerting";
import { alertStates, deployedAt, promql, where, type MetricRead } from "@monitoring/collection";
import { compilePanel, type PanelContext } from "./compile-panel.ts";
import { panelsOf, type DashboardRow, type DashboardSection } from "./dashboard.ts";
import type { DataSource } from "./data-source.ts";
import { colours } from "./house-style.ts";
import { layOut } from "./layout.ts";
import { variables, valuesQuery, type VariableName } from "./variable.ts";

/** What a dashboard takes from the stack that it is placed on. */
export interface DashboardOptions {
  readonly dataSource: DataSource;
  /** The alerts as they are deployed: their thresholds are drawn on the panels that they watch. */
  readonly alerts: readonly Alert[];
  readonly runbookBaseUrl: string;
  /** Every dashboard that is placed beside this one: panels lead to them. */
  readonly dashboards: readonly Pick<DashboardRow, "uid" | "title">[];
}

// The environment is the data source: where several are kept, one dashboard serves them all.
const environment = "environment";

/** Grafana's dashboard JSON as a plain value. */
export function compileDashboard(row: DashboardRow, options: DashboardOptions): object {
  const dataSource = { type: options.dataSource.type, uid: `\${${environment}}` };
  const context: PanelContext = {
    dataSource,
    alerts: new Map(options.alerts.map((alert) => [alert.name, alert])),
    runbookBaseUrl: options.runbookBaseUrl,
    titles: new Map(options.dashboards.map(({ uid, title }) => [uid, title])),
  };
  // Version 1 of the format: every Grafana that people run reads it.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const builder = new DashboardBuilder(row.title)
    .uid(row.uid)
    .description(row.description)
    .tags(["monitoring", row.folder.toLowerCase()])
    .time({ from: `now-${row.range ?? "1h"}`, to: "now" })
    .refresh("30s")
    .timezone("browser")
    .tooltip(DashboardCursorSync.Tooltip)
    .readonly()
    .link(otherDashboards())
    .annotation(firingAlerts(dataSource))
    .annotation(deployments(dataSource))
    .withVariable(environmentVariable(options.dataSource));
  for (const name of row.variables) builder.withVariable(labelVariable(name, dataSource));
  let [top, id] = [0, 1];
  for (const section of row.sections) {
    const { places, bottom } = layOut(section.panels, top + 1);
    builder.withRow(heading(section, id++, top));
    section.panels.forEach((panel, i) => {
      const place = places[i];
      if (place) builder.withPanel(compilePanel(panel, context).id(id++).gridPos(place));
    });
    top = bottom;
  }
  return builder.build();
}

/** What the panels of a dashboard read. */
export function dashboardReads(row: DashboardRow): readonly MetricRead[] {
  return panelsOf(row).flatMap(({ queries }) => queries.flatMap(({ expr }) => promql`${expr}`.reads));
}

function heading({ title }: DashboardSection, id: number, y: number): RowBuilder {
  return new RowBuilder(title).id(id).gridPos({ x: 0, y, w: 24, h: 1 });
}

function environmentVariable({ type, uid, name }: DataSource): DatasourceVariableBuilder {
  return new DatasourceVariableBuilder(environment)
    .label("Environment")
    .type(type)
    .current({ text: name, value: uid });
}

function labelVariable(name: VariableName, dataSource: PanelContext["dataSource"]): QueryVariableBuilder {
  return new QueryVariableBuilder(name)
    .label(variables[name].label)
    .datasource(dataSource)
    .query(valuesQuery(name))
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc)
    .multi(true)
    .includeAll(true)
    .allValue(".+")
    .current({ text: "All", value: "$__all" });
}

function otherDashboards(): DashboardLinkBuilder {
  return new DashboardLinkBuilder("Dashboards")
    .type(DashboardLinkType.Dashboards)
    .tags(["monitoring"])
    .asDropdown(true)
    .includeVars(true)
    .keepTime(true);
}

// Every warning on every graph would hide the graphs: those are on a panel of their own.
const told = { alertstate: "firing", severity: /critical|high/ } as const;

function firingAlerts(dataSource: PanelContext["dataSource"]): AnnotationQueryBuilder {
  return new AnnotationQueryBuilder()
    .name("Firing alerts")
    .datasource(dataSource)
    .enable(true)
    .iconColor(colours.critical)
    .expr(promql`max by (alertname, service, severity) (${where(alertStates, told)})`.text)
    .titleFormat("{{alertname}}")
    .textFormat("{{service}} ({{severity}})");
}

/** From the stack's own samples: they are there without Grafana's interface, and for as long as everything else. */
function deployments(dataSource: PanelContext["dataSource"]): AnnotationQueryBuilder {
  return new AnnotationQueryBuilder()
    .name("Deployments")
    .datasource(dataSource)
    .enable(true)
    .iconColor("blue")
    .expr(promql`max by (${deployedAt.labels.join(", ")}) (${deployedAt}) * 1000`.text)
    .useValueForTime(true)
    .titleFormat("Deployed {{commit}}")
    .textFormat("{{stack}}, content {{content}}");
}
