import { parsePromql, type ParsedPromql } from "@monitoring/collection";
import { isObject, objectIn, objectsOf, textIn, type JsonObject, type JsonPath } from "../json-value.ts";
import { expandVariables } from "./expand-variables.ts";
import { variablePromql } from "./variable-promql.ts";

/** A Grafana dashboard's JSON, taken apart into what rules look at. */
export interface DashboardView {
  readonly json: JsonObject;
  readonly uid: string | undefined;
  readonly title: string | undefined;
  /** Panels that show something: rows are not among them, what is in them is. */
  readonly panels: readonly PanelView[];
  readonly variables: readonly VariableView[];
  readonly annotations: readonly Part[];
  /** Every PromQL text: of targets, variables and annotations. */
  readonly queries: readonly QueryView[];
}

/** An object of the dashboard and where it stands. */
export interface Part {
  readonly json: JsonObject;
  readonly at: JsonPath;
}

/** A panel. */
export interface PanelView extends Part {
  /** Title, or number where it has none. */
  readonly name: string;
  readonly type: string;
  readonly targets: readonly TargetView[];
  /** Path of the list that it is in: panels of a collapsed row share one. */
  readonly list: JsonPath;
}

/** A query of a panel. */
export interface TargetView extends Part {
  readonly refId: string | undefined;
  /** Undefined where it is no PromQL. */
  readonly query: QueryView | undefined;
}

/** A variable of the dashboard. */
export interface VariableView extends Part {
  readonly name: string;
  readonly type: string;
}

/** A PromQL text of a dashboard. */
export interface QueryView {
  readonly at: JsonPath;
  readonly panel: string | undefined;
  /** As written, with variables. */
  readonly text: string;
  /** As it might be sent. */
  readonly expanded: string;
  readonly parsed: ParsedPromql;
}

/** Takes a dashboard apart. What is not of the shape that Grafana writes is left out. */
export function viewOf(json: JsonObject): DashboardView {
  const panels = panelsOf(json);
  const variables = objectsOf(objectIn(json, "templating")["list"]).map(([variable, i]) => ({
    json: variable,
    at: ["templating", "list", i],
    name: textIn(variable, "name") ?? "",
    type: textIn(variable, "type") ?? "",
  }));
  const annotations = objectsOf(objectIn(json, "annotations")["list"]).map(([annotation, i]) => ({
    json: annotation,
    at: ["annotations", "list", i],
  }));
  return {
    json,
    uid: textIn(json, "uid"),
    title: textIn(json, "title"),
    panels,
    variables,
    annotations,
    queries: [
      ...panels.flatMap(({ targets }) => targets.flatMap(({ query }) => query ?? [])),
      ...variables.flatMap(variableQuery),
      ...annotations.flatMap(annotationQuery),
    ],
  };
}

/** Whether a data source reference is not for Prometheus. */
export function isOtherSource(reference: unknown): boolean {
  if (!isObject(reference)) return false;
  const type = textIn(reference, "type");
  return type !== undefined && !/prometheus/i.test(type);
}

/** Dashboards from before Grafana 5 have rows of panels instead of panels with places. */
function panelsOf(json: JsonObject): PanelView[] {
  return [
    ...listed(json["panels"], ["panels"]),
    ...objectsOf(json["rows"]).flatMap(([row, i]) => listed(row["panels"], ["rows", i, "panels"])),
  ];
}

function listed(list: unknown, at: JsonPath): PanelView[] {
  return objectsOf(list).flatMap(([panel, i]) => {
    const place = [...at, i];
    if (panel["type"] === "row") return listed(panel["panels"], [...place, "panels"]);
    return [panelView(panel, place, at)];
  });
}

function panelView(json: JsonObject, at: JsonPath, list: JsonPath): PanelView {
  const name = textIn(json, "title") ?? `number ${String(Number(at.at(-1)) + 1)}`;
  const targets = objectsOf(json["targets"]).map(([target, i]): TargetView => {
    const place = [...at, "targets", i];
    const source = target["datasource"] ?? json["datasource"];
    const expr = isOtherSource(source) ? undefined : textIn(target, "expr");
    return {
      json: target,
      at: place,
      refId: textIn(target, "refId"),
      query: expr === undefined ? undefined : query(expr, [...place, "expr"], name),
    };
  });
  return { json, at, list, name, type: textIn(json, "type") ?? "", targets };
}

function variableQuery({ json, at, type }: VariableView): QueryView[] {
  if (type !== "query" || isOtherSource(json["datasource"])) return [];
  const asked = json["query"];
  const text = typeof asked === "string" ? asked : isObject(asked) ? textIn(asked, "query") : undefined;
  if (text === undefined) return [];
  return variablePromql(text).map((promql) => ({ ...query(promql, [...at, "query"], undefined), text }));
}

function annotationQuery({ json, at }: Part): QueryView[] {
  const expr = textIn(json, "expr");
  if (expr === undefined || isOtherSource(json["datasource"])) return [];
  return [query(expr, [...at, "expr"], undefined)];
}

function query(text: string, at: JsonPath, panel: string | undefined): QueryView {
  const expanded = expandVariables(text);
  return { at, panel, text, expanded, parsed: parsePromql(expanded) };
}
