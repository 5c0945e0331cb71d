import type { Metric } from "../metric.ts";
import { blackboxMetrics } from "./blackbox.ts";
import { mcpServerMetrics } from "./mcp-server.ts";

/** What of each exporter's metrics is read here. What it really exposes is recorded in `contracts/`. */
export const exporters = {
  "blackbox-exporter": blackboxMetrics,
  "mcp-server": mcpServerMetrics,
} as const satisfies Record<string, readonly Metric[]>;
