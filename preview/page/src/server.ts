import type { Dashboard } from "./dashboard/dashboard.ts";
import { asking } from "./work.ts";

/** A dashboard in the list of all. */
export interface Listed {
  readonly uid: string;
  readonly title: string;
  readonly folder: string;
  readonly description: string;
  readonly tags: readonly string[];
}

/** What the server says about itself and its stack. */
export interface Site {
  readonly dashboards: readonly Listed[];
  /** Every how many seconds Prometheus asks its targets, e.g. `15s`. */
  readonly scrapeInterval: string;
  /** Where a person opens Prometheus and Alertmanager; absent where they are not published. */
  readonly prometheusUrl?: string;
  readonly alertmanagerUrl?: string;
}

/** An alert that fires. */
export interface FiringAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly status: { readonly state: string };
}

/** A series as Prometheus answers it; a single value is a series of one. */
export interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [number, string])[];
}

/** The stack's dashboards and addresses. */
export function fetchSite(): Promise<Site> {
  return get<Site>("/api/site");
}

/** A dashboard's JSON. */
export function fetchDashboard(uid: string): Promise<Dashboard> {
  return get<Dashboard>(`/api/dashboards/${encodeURIComponent(uid)}`);
}

/** Alerts that fire, silenced and inhibited ones among them. */
export function fetchAlerts(): Promise<readonly FiringAlert[]> {
  return get<readonly FiringAlert[]>("/api/alertmanager/api/v2/alerts");
}

/** Series over a stretch of time, in steps; seconds. */
export function queryRange(query: string, start: number, end: number, step: number): Promise<Series[]> {
  return series("query_range", { query, start: String(start), end: String(end), step: String(step) });
}

/** Series at one time, in seconds. */
export function queryAt(query: string, time: number): Promise<Series[]> {
  return series("query", { query, time: String(time) });
}

/** Values of a label, of all series or of those that match. */
export function labelValues(
  label: string,
  match: string | undefined,
  start: number,
  end: number,
): Promise<string[]> {
  const path = `label/${encodeURIComponent(label)}/values`;
  return prometheus<string[]>(path, bounds(match, start, end));
}

/** Names of labels, of all series or of those that match. */
export function labelNames(match: string | undefined, start: number, end: number): Promise<string[]> {
  return prometheus<string[]>("labels", bounds(match, start, end));
}

function bounds(match: string | undefined, start: number, end: number): Record<string, string> {
  return { start: String(start), end: String(end), ...(match === undefined ? {} : { "match[]": match }) };
}

interface Result {
  readonly resultType: "matrix" | "vector" | "scalar" | "string";
  readonly result: unknown;
}

async function series(path: string, parameters: Readonly<Record<string, string>>): Promise<Series[]> {
  const { resultType, result } = await prometheus<Result>(path, parameters);
  if (resultType === "matrix") return result as Series[];
  if (resultType !== "vector") return [{ metric: {}, values: [result as [number, string]] }];
  const vector = result as { readonly metric: Series["metric"]; readonly value: [number, string] }[];
  return vector.map(({ metric, value }) => ({ metric, values: [value] }));
}

async function prometheus<T>(path: string, parameters: Readonly<Record<string, string>>): Promise<T> {
  const answer = await get<{ readonly data: T }>(
    `/api/prometheus/api/v1/${path}?${new URLSearchParams(parameters).toString()}`,
  );
  return answer.data;
}

// Every question goes to the page's own server, which passes on what only reads.
async function get<T>(path: string): Promise<T> {
  return asking(
    (async () => {
      const response = await fetch(path, { headers: { accept: "application/json" } });
      const text = await response.text();
      if (!response.ok)
        throw new Error(reason(text) ?? `${path.split("?")[0] ?? ""} answered ${response.status}`);
      return JSON.parse(text) as T;
    })(),
  );
}

/** What Prometheus or the server say went wrong. */
function reason(text: string): string | undefined {
  try {
    const { error } = JSON.parse(text) as { error?: unknown };
    return typeof error === "string" ? error : undefined;
  } catch {
    return undefined;
  }
}
