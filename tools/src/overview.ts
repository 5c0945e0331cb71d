import { browserUrl } from "@monitoring/collection";
import { databases, showsPreview, type Config } from "@monitoring/stacks";
import type { TargetState } from "./targets-up.ts";

/** A line of the table that `up` ends with. */
export interface OverviewRow {
  readonly url: string;
  readonly what: string;
  readonly access: string;
  readonly state: string;
}

const open = "no password";
// Of what is not a target of Prometheus; asked over HTTP.
const unknown = "";

// Their targets are called by what they measure.
const exporterJobs: Readonly<Record<string, string>> = {
  "node-exporter": "node",
  "postgres-exporter": "postgres",
  "redis-exporter": "redis",
};

/** What a person can open, how, and whether it works. */
export function overview(
  config: Config,
  targets: readonly TargetState[],
  inbox: boolean,
  unavailable: Readonly<Record<string, string>> = {},
): readonly OverviewRow[] {
  const state = (service: string): string => {
    if (service in unavailable) return "not available";
    const job = exporterJobs[service];
    const target = targets.find((candidate) =>
      job === undefined ? candidate.service === service : candidate.job === job,
    );
    return target === undefined ? unknown : target.up ? "up" : `down: ${target.error}`;
  };
  const row = (service: keyof Config["ports"], what: string, access: string, path = ""): OverviewRow[] => {
    const port = config.ports[service];
    if (service in unavailable) return [{ url: "-", what, access: "-", state: state(service) }];
    return port === false
      ? []
      : [{ url: `${browserUrl(config.bindAddress, port)}${path}`, what, access, state: state(service) }];
  };
  const { postgres, redis } = databases(config);
  return [
    ...(showsPreview(config)
      ? previewRow(config)
      : row("grafana", "Grafana: dashboards, alerts", "user admin")),
    ...row("prometheus", "Prometheus: metrics, targets, rules", open),
    ...row("alertmanager", "Alertmanager: alerts, silences", open),
    ...(inbox ? row("inbox", "Inbox: what alerts were sent", open) : []),
    ...row("blackbox-exporter", "blackbox exporter: probes", open),
    ...row("node-exporter", "node exporter: this machine", open),
    ...row("cadvisor", "cAdvisor: containers", open, "/metrics"),
    ...(postgres ? row("postgres-exporter", "PostgreSQL exporter", open) : []),
    ...(redis ? row("redis-exporter", "Redis exporter", open) : []),
    ...(config.demo === false
      ? []
      : [
          ...row("mcp-server", "demo MCP server", "bearer token", "/mcp"),
          ...row("mcp-admin", "demo's fault switch", open, "/faults"),
        ]),
  ];
}

/** The preview that takes Grafana's place, and its port. */
function previewRow({ bindAddress, ports: { grafana: port } }: Config): readonly OverviewRow[] {
  const what = "Preview of the dashboards, not Grafana";
  return port === false ? [] : [{ url: browserUrl(bindAddress, port), what, access: open, state: unknown }];
}

/** Fills in the state of what Prometheus does not watch: whether its page answers. */
export async function withAnswers(rows: readonly OverviewRow[]): Promise<readonly OverviewRow[]> {
  return Promise.all(
    rows.map(async (row) => (row.state === unknown ? { ...row, state: await answers(row.url) } : row)),
  );
}

async function answers(url: string): Promise<string> {
  try {
    const { ok, status } = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    return ok ? "up" : `answers ${status}`;
  } catch {
    return "no answer";
  }
}

/** Rows as aligned columns under a heading. */
export function table(rows: readonly OverviewRow[]): string {
  const heading: OverviewRow = { url: "URL", what: "WHAT", access: "ACCESS", state: "STATE" };
  const all = [heading, ...rows];
  const columns = ["url", "what", "access", "state"] as const;
  const widths = columns.map((column) => Math.max(...all.map((row) => row[column].length)));
  return all
    .map((row) =>
      columns
        .map((column, i) => row[column].padEnd(widths[i] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** What does not run here, why, and what to do about it. */
export function missing(config: Config, unavailable: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(unavailable).map(([service, why]) => {
    const instead =
      service === "grafana" && showsPreview(config)
        ? "a preview of its dashboards, which only reads, is shown instead"
        : "everything else does";
    return (
      `${service} does not run here, ${instead}: its ${why}. Allow access to the registry, or name an image ` +
      `that is in reach: monitoring:images: { ${service}: ... }`
    );
  });
}
