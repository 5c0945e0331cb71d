import * as sources from "../data-source.ts";

/** Uids of the data sources that a stack provisions. */
export const stackSources: ReadonlySet<string> = new Set(Object.values(sources).map(({ uid }) => uid));

/** Grafana's own: its annotations, several sources in a panel, another panel's answer, calculations. */
const ownUids: ReadonlySet<string> = new Set([
  "grafana",
  "-- Grafana --",
  "-- Mixed --",
  "-- Dashboard --",
  "__expr__",
]);

/** Whether a uid or name is of a source that every Grafana has. */
export function isGrafanaOwn(uid: string): boolean {
  return ownUids.has(uid);
}

/** Types of data sources that answer PromQL; the second is AWS's plugin. */
export function isPrometheusType(type: string): boolean {
  return /prometheus/i.test(type);
}

/** Types of data sources that a stack has, Grafana's own among them. */
export function isKnownType(type: string): boolean {
  return isPrometheusType(type) || ["alertmanager", "grafana", "datasource", "__expr__"].includes(type);
}
