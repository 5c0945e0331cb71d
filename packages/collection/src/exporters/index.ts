import type { Metric } from "../metric.ts";
import { blackboxMetrics } from "./blackbox.ts";
import { mcpOtelMetrics } from "./mcp-otel.ts";
import { cadvisorMetrics } from "./cadvisor.ts";
import { mcpServerMetrics } from "./mcp-server.ts";
import { nodeMetrics } from "./node.ts";
import { postgresMetrics } from "./postgres.ts";
import { prometheusMetrics } from "./prometheus.ts";
import { redisMetrics } from "./redis.ts";

/** What of each exporter's metrics is read here. What it really exposes is recorded in `contracts/`. */
export const exporters = {
  "blackbox-exporter": blackboxMetrics,
  "mcp-server": [...mcpServerMetrics, ...mcpOtelMetrics],
  cadvisor: cadvisorMetrics,
  "node-exporter": nodeMetrics,
  "postgres-exporter": postgresMetrics,
  prometheus: prometheusMetrics,
  "redis-exporter": redisMetrics,
} as const satisfies Record<string, readonly Metric[]>;
