import { objectsOf, textIn, textsIn, type JsonPath } from "../../json-value.ts";
import type { DashboardView } from "../dashboard-view.ts";
import { isBuiltIn, variableNames } from "../expand-variables.ts";
import type { LintRule } from "../rule.ts";

/** Variables that are used exist. */
export const variableDefined: LintRule = {
  id: "variable-defined",
  why: "Grafana sends the variable's name instead of a value",
  foreign: "error",
  find: ({ dashboard }) => {
    const defined = new Set(dashboard.variables.map(({ name }) => name));
    const seen = new Set<string>();
    return uses(dashboard).flatMap(({ names, at, panel }) =>
      names
        // A placeholder of a data source is the business of another rule.
        .filter((name) => !defined.has(name) && !isBuiltIn(name) && !name.startsWith("DS_"))
        .filter((name) => !seen.has(`${panel ?? ""} ${name}`) && seen.add(`${panel ?? ""} ${name}`))
        .map((name) => ({
          at,
          panel,
          reason: `uses the variable ${name}, which the dashboard does not define`,
          remedy: "define it under templating.list, or write its value",
        })),
    );
  },
};

/** Variables that exist are used. */
export const variableUsed: LintRule = {
  id: "variable-used",
  why: "a choice that changes nothing misleads who makes it, and its query is asked at every load",
  foreign: "warning",
  find: ({ dashboard }) => {
    const { variables, json } = dashboard;
    const { templating, ...rest } = json;
    const outside = new Set([...textsIn(rest).flatMap(variableNames), ...repeats(dashboard)]);
    return variables
      .filter(({ name, type }) => {
        // These two apply to every query by themselves.
        if (type === "adhoc" || type === "groupby") return false;
        const others = variables
          .filter((other) => other.name !== name)
          .flatMap((other) => textsIn(other.json));
        return !outside.has(name) && !others.flatMap(variableNames).includes(name);
      })
      .map(({ name, at }) => ({
        at,
        reason: `defines the variable ${name}, which nothing uses`,
        remedy: `use $${name} in a query, or remove it`,
      }));
  },
};

interface Use {
  readonly names: readonly string[];
  readonly at: JsonPath;
  readonly panel?: string | undefined;
}

/** Where Grafana replaces variables and a missing one breaks something; texts for people are left out. */
function uses(dashboard: DashboardView): Use[] {
  return [
    ...dashboard.queries.map(({ text, at, panel }) => ({ names: variableNames(text), at, panel })),
    ...dashboard.panels.flatMap(({ json, at, name, targets }) => [
      { names: variableNames(textIn(json, "title") ?? ""), at: [...at, "title"], panel: name },
      { names: repeat(json), at: [...at, "repeat"], panel: name },
      { names: textsIn(json["links"]).flatMap(variableNames), at: [...at, "links"], panel: name },
      ...targets.map((target) => ({
        names: variableNames(textIn(target.json, "legendFormat") ?? ""),
        at: [...target.at, "legendFormat"],
        panel: name,
      })),
    ]),
    ...objectsOf(dashboard.json["links"]).map(([link, i]) => ({
      names: textsIn(link).flatMap(variableNames),
      at: ["links", i],
    })),
  ];
}

function repeat(json: Readonly<Record<string, unknown>>): string[] {
  const name = textIn(json, "repeat");
  return name === undefined ? [] : [name];
}

function repeats({ json, panels }: DashboardView): string[] {
  const rows = [...objectsOf(json["panels"]), ...objectsOf(json["rows"])];
  return [...rows.map(([row]) => row), ...panels.map((panel) => panel.json)].flatMap(repeat);
}
