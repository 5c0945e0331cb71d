import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Known, KnownMetric, KnownType } from "../../src/audit/index.ts";

/** A file that is right or wrong, and what lies beside it. */
export interface Row {
  readonly what: string;
  readonly file: string;
  /** Checks and lines that are to be found, as `check 5`; none in a sound file. Warnings are not listed. */
  readonly finds: readonly string[];
  /** What follows from the mistake besides. */
  readonly more: readonly string[];
  /** Files that are there, by path beside it. */
  readonly beside: Readonly<Record<string, string>>;
  /** Metrics that exist besides those of all. */
  readonly metrics: readonly string[];
  /** Why promtool and amtool are not asked. */
  readonly untried: string | undefined;
}

type Written = Partial<Omit<Row, "finds">> & {
  readonly what: string;
  readonly file: string;
  readonly finds?: string | readonly string[];
  readonly exists?: readonly string[];
};

const read = (name: string): readonly Row[] =>
  (parse(readFileSync(join(import.meta.dirname, name), "utf8")) as Written[]).map((row) => ({
    what: row.what,
    file: row.file,
    finds: [row.finds ?? []].flat(),
    more: row.more ?? [],
    beside: { ...Object.fromEntries((row.exists ?? []).map((path) => [path, ""])), ...row.beside },
    metrics: row.metrics ?? [],
    untried: row.untried,
  }));

/** Files with a mistake each. */
export const badFiles: readonly Row[] = [
  "bad-rules.yml",
  "bad-alertmanager.yml",
  "bad-prometheus.yml",
].flatMap(read);
/** Files without mistake. */
export const soundFiles: readonly Row[] = read("sound.yml");

const metric = (name: string, type: KnownType, ...labels: readonly string[]): [string, KnownMetric] => [
  name,
  { type, labels: new Set(labels) },
];

/** The metrics that exist for the corpus. */
export const known: Known = new Map([
  metric("http_requests_total", "counter", "method", "path", "status"),
  metric("http_request_duration_seconds", "histogram", "method", "path", "le"),
  metric("mcp_tool_executions_total", "counter", "tool_name", "status"),
  metric("rate_limit_rejections_total", "counter", "client_id", "tool_name", "limit_type"),
  metric("node_load1", "gauge"),
  metric("node_boot_time_seconds", "gauge"),
  metric("node_uname_info", "gauge", "release", "nodename"),
  ...["avail_bytes", "size_bytes", "readonly"].map((what) =>
    metric(`node_filesystem_${what}`, "gauge", "device", "fstype", "mountpoint"),
  ),
]);
/** The jobs that exist for the corpus. */
export const jobs = ["node", "redis", "mcp-server"];
