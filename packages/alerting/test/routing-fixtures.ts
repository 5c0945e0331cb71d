import { promql, up } from "@monitoring/collection";
import type { Alert } from "../src/index.ts";

/** An alert about services; only what routing reads matters. */
export function alert(
  name: string,
  severity: Alert["severity"],
  services: readonly string[],
  inhibitedBy?: readonly string[],
): Alert {
  const scenario = (service: string | undefined) => ({
    when: "it is wrong",
    interval: "15s" as const,
    series: [],
    at: "15s" as const,
    labels: service === undefined ? {} : { service },
    summary: `${name} of ${service ?? "everything"}`,
  });
  const [first, ...others] = services;
  return {
    ...(base as Alert),
    name,
    severity,
    fires: [scenario(first), ...others.map(scenario)],
    ...(inhibitedBy && { inhibitedBy }),
  };
}

const base: Pick<Alert, "expr" | "for" | "summary" | "description" | "fault" | "quiet"> = {
  expr: promql`${up} == 0`,
  for: "1m",
  summary: "summary",
  description: "description",
  fault: "none",
  quiet: "never",
};

/** A small world: a server that depends on a database, a target of any service, and the heartbeat. */
export const world: readonly Alert[] = [
  alert("McpServerDown", "critical", ["mcp-server"]),
  alert("McpErrors", "high", ["mcp-server"], ["McpServerDown", "DatabaseDown"]),
  alert("McpSlow", "warning", ["mcp-server"], ["McpServerDown"]),
  alert("DatabaseDown", "critical", ["postgres"]),
  alert("PoolExhausted", "critical", ["mcp-server"], ["DatabaseDown"]),
  alert("QueriesSlow", "warning", ["postgres"], ["DatabaseDown"]),
  alert("TargetDown", "high", ["node", "redis"]),
  alert("DiskFull", "high", ["node"], ["TargetDown"]),
  alert("MemoryHigh", "warning", ["redis"], ["TargetDown"]),
  alert("VersionOld", "info", ["mcp-server"]),
  alert("Watchdog", "heartbeat", []),
];
