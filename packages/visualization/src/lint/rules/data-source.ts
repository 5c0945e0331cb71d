import { prometheusDataSource } from "../../data-source.ts";
import { isObject, textIn, type JsonPath } from "../../json-value.ts";
import type { DashboardView, Part } from "../dashboard-view.ts";
import { variableNames } from "../expand-variables.ts";
import type { Found, LintRule } from "../rule.ts";
import { isGrafanaOwn, isKnownType, stackSources } from "../stack-sources.ts";

/** A reference to a data source and who makes it. */
interface Reference {
  readonly value: unknown;
  readonly at: JsonPath;
  readonly panel: string | undefined;
}

const remedy = `refer to { "type": "prometheus", "uid": "${prometheusDataSource.uid}" } or to a variable of the type datasource`;

/** Whose data a panel shows. */
export const dataSource: LintRule = {
  id: "data-source",
  why: "a placeholder, a name or another Grafana's uid is not found here, and the panel says so instead of showing data",
  foreign: "error",
  find: ({ dashboard }) => {
    const variables = new Set(
      dashboard.variables.filter(({ type }) => type === "datasource").map(({ name }) => name),
    );
    return references(dashboard).flatMap((reference) => judge(reference, variables));
  },
};

/** A data source that nothing here provides. */
export const dataSourceType: LintRule = {
  id: "data-source-type",
  why: "the stack provisions Prometheus and Alertmanager only",
  foreign: "warning",
  find: ({ dashboard }) =>
    references(dashboard).flatMap(({ value, at, panel }) => {
      const type = isObject(value) ? textIn(value, "type") : undefined;
      if (type === undefined || isKnownType(type)) return [];
      return [
        {
          at,
          panel,
          reason: `asks a data source of the type ${type}, which this stack does not have`,
          remedy: "remove it, or add such a data source to Grafana by hand",
        },
      ];
    }),
};

function judge({ value, at, panel }: Reference, variables: ReadonlySet<string>): Found[] {
  const type = isObject(value) ? textIn(value, "type") : undefined;
  if (type !== undefined && !isKnownType(type)) return [];
  const uid = isObject(value) ? textIn(value, "uid") : typeof value === "string" ? value : undefined;
  if (uid === undefined) {
    return [{ at, panel, reason: "names no data source, so it asks whichever is the default", remedy }];
  }
  const [name] = variableNames(uid);
  if (name?.startsWith("DS_") && !variables.has(name)) {
    return [
      {
        at,
        panel,
        reason: `names the data source ${uid}, which only Grafana's import dialogue fills in`,
        remedy: `${remedy}; files in dashboards/ are mended by themselves`,
      },
    ];
  }
  if (isGrafanaOwn(uid) || stackSources.has(uid) || (name !== undefined && variables.has(name))) return [];
  if (name !== undefined) {
    return [
      { at, panel, reason: `takes its data source from ${uid}, no variable of the type datasource`, remedy },
    ];
  }
  const what = isObject(value) ? `the uid ${uid}` : `the name "${uid}"`;
  return [{ at, panel, reason: `refers to a data source by ${what}, which is not of this stack`, remedy }];
}

/** Every reference that decides about data: what names none and needs none is left out. */
function references({ panels, variables, annotations }: DashboardView): Reference[] {
  const own = ({ json, at }: Part, panel?: string): Reference[] =>
    "datasource" in json && json["datasource"] !== null
      ? [{ value: json["datasource"], at: [...at, "datasource"], panel }]
      : [];
  return [
    ...panels.flatMap((panel) => {
      const mine = own(panel, panel.name);
      const targets = panel.targets.flatMap((target) => {
        const found = own(target, panel.name);
        if (found.length > 0 || mine.length > 0) return found;
        return [{ value: undefined, at: target.at, panel: panel.name }];
      });
      return [...mine, ...targets];
    }),
    ...variables.flatMap((variable) => {
      const found = own(variable);
      if (found.length > 0 || variable.type !== "query") return found;
      return [{ value: undefined, at: variable.at, panel: undefined }];
    }),
    ...annotations.flatMap((annotation) => own(annotation)),
  ];
}
