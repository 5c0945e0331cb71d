import { parseSamples } from "@monitoring/collection";
import type { Config } from "@monitoring/stacks";

/** An exporter that is recorded: its page, and the metric whose label names its version. */
export interface Source {
  readonly exporter: string;
  readonly port: keyof Config["ports"];
  readonly paths: readonly string[];
  readonly version: { readonly metric: string; readonly label: string } | "demo";
}

const build = (metric: string, label = "version") => ({ metric: `${metric}_build_info`, label });
const probe = (module: string, target: string): string =>
  `/probe?module=${module}&target=${encodeURIComponent(target)}`;

/** Every exporter of the dev stack. */
export const sources: readonly Source[] = [
  { exporter: "prometheus", port: "prometheus", paths: ["/metrics"], version: build("prometheus") },
  { exporter: "alertmanager", port: "alertmanager", paths: ["/metrics"], version: build("alertmanager") },
  { exporter: "grafana", port: "grafana", paths: ["/metrics"], version: build("grafana") },
  { exporter: "node-exporter", port: "node-exporter", paths: ["/metrics"], version: build("node_exporter") },
  {
    exporter: "cadvisor",
    port: "cadvisor",
    paths: ["/metrics"],
    version: { metric: "cadvisor_version_info", label: "cadvisorVersion" },
  },
  {
    exporter: "postgres-exporter",
    port: "postgres-exporter",
    paths: ["/metrics"],
    version: build("postgres_exporter"),
  },
  {
    exporter: "redis-exporter",
    port: "redis-exporter",
    paths: ["/metrics"],
    version: { metric: "redis_exporter_build_info", label: "version" },
  },
  {
    exporter: "blackbox-exporter",
    port: "blackbox-exporter",
    paths: [
      "/metrics",
      probe("http_2xx", "http://crm:8201/health"),
      probe("tcp_connect", "postgres:5432"),
      probe("mcp_initialize", "http://mcp-server:3001/mcp"),
    ],
    version: build("blackbox_exporter"),
  },
  { exporter: "mcp-server", port: "mcp-server", paths: ["/metrics"], version: "demo" },
];

/** The version that a recording says it is of. */
export function recordedVersion({ version }: Source, text: string): string {
  if (version === "demo") return "demo";
  const sample = parseSamples(text).find(({ name }) => name === version.metric);
  return versionNumber(sample?.labels[version.label] ?? "");
}

/** x.y.z of a version: distributions append their own revision, tags begin with a v. */
export function versionNumber(version: string): string {
  return /\d+\.\d+\.\d+/.exec(version)?.[0] ?? "unknown";
}
