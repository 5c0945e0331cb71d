import { parsePromql } from "@monitoring/collection";
import { isObject, objectsOf, textIn, type JsonObject } from "../json-value.ts";
import { expandVariables, variableNames } from "../lint/expand-variables.ts";
import { isGrafanaOwn } from "../lint/stack-sources.ts";

/** Queries of variables that only Prometheus's data source knows. */
const variableQuery = /^\s*(?:label_values|label_names|query_result|metrics)\s*\(/;

/**
 * Whether a reference to a data source is to Prometheus, and not to a variable of the dashboard, which chooses. One that gives no type is
 * judged by what its owner asks: older Grafanas wrote only a name, or nothing for the default.
 */
export function readsPrometheus(
  reference: unknown,
  owner: JsonObject,
  variables: ReadonlySet<string> = new Set(),
): boolean {
  const type = isObject(reference) ? textIn(reference, "type") : undefined;
  const name = isObject(reference) ? textIn(reference, "uid") : reference;
  if (typeof name === "string" && isGrafanaOwn(name)) return false;
  if (typeof name === "string" && variableNames(name).some((variable) => variables.has(variable)))
    return false;
  if (type !== undefined) return /prometheus/i.test(type);
  return typeof name === "string" &&
    /^(?!.*(?:loki|tempo|influx|elastic|graphite|sql)).*prometheus/i.test(name)
    ? true
    : asksPromql(owner);
}

function asksPromql(owner: JsonObject): boolean {
  const texts = [owner, ...objectsOf(owner["targets"]).map(([target]) => target)].flatMap(
    (asking) => textIn(asking, "expr") ?? [],
  );
  if (texts.length > 0) return texts.every((text) => parsePromql(expandVariables(text)).errors.length === 0);
  const { query } = owner;
  const text = isObject(query) ? textIn(query, "query") : query;
  return typeof text === "string" && variableQuery.test(text);
}
