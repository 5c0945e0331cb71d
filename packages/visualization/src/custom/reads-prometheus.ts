import { parsePromql } from "@monitoring/collection";
import { isObject, objectsOf, textIn, type JsonObject } from "../json-value.ts";
import { expandVariables, variableNames } from "../lint/expand-variables.ts";
import { isGrafanaOwn, isPrometheusType } from "../lint/stack-sources.ts";

/** Queries of variables that only Prometheus's data source knows. */
const variableQuery = /^\s*(?:label_values|label_names|query_result|metrics)\s*\(/;

/**
 * Whether a reference to a data source is to Prometheus, and not to a variable of the dashboard, which chooses. One that
 * gives no type is judged by what its owner asks: older Grafanas wrote only a name, or nothing for the default.
 */
export function readsPrometheus(
  reference: unknown,
  owner: JsonObject,
  variables: ReadonlySet<string> = new Set(),
): boolean {
  const type = isObject(reference) ? textIn(reference, "type") : undefined;
  const name = isObject(reference) ? textIn(reference, "uid") : reference;
  if (typeof name === "string") {
    if (isGrafanaOwn(name) || variableNames(name).some((variable) => variables.has(variable))) return false;
  }
  if (type !== undefined) return isPrometheusType(type);
  // The stack's default is Prometheus, so what asks in words like its words means it.
  if (typeof name !== "string") return asks(owner).length > 0 || asksVariable(owner);
  if (/loki|tempo|influx|elastic|graphite|sql/i.test(name)) return false;
  return /prometheus/i.test(name) || asksPromql(owner);
}

/** Whether all that is asked could be asked of Prometheus: other query languages have an `expr`, too. */
function asksPromql(owner: JsonObject): boolean {
  const texts = asks(owner);
  if (texts.length === 0) return asksVariable(owner);
  return texts.every((text) => parsePromql(expandVariables(text)).errors.length === 0);
}

function asks(owner: JsonObject): readonly string[] {
  const asking = [owner, ...objectsOf(owner["targets"]).map(([target]) => target)];
  return asking.flatMap((query) => textIn(query, "expr") ?? []);
}

function asksVariable({ query }: JsonObject): boolean {
  const text = isObject(query) ? textIn(query, "query") : query;
  return typeof text === "string" && variableQuery.test(text);
}
