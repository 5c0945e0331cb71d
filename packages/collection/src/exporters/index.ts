import type { Metric } from "../metric.ts";
import { alertmanagerMetrics } from "./alertmanager.ts";
import { blackboxMetrics } from "./blackbox.ts";
import {
  containerScrapeError,
  nodeCollectorSuccess,
  postgresCollectorSuccess,
  redisScrapeError,
} from "./collector-success.ts";
import { mcpServerMetrics } from "./mcp-server.ts";
import { prometheusMetrics } from "./prometheus.ts";

/** What of each exporter's metrics is read here. What it really exposes is recorded in `contracts/`. */
export const exporters = {
  alertmanager: alertmanagerMetrics,
  "blackbox-exporter": blackboxMetrics,
  cadvisor: [containerScrapeError],
  "mcp-server": mcpServerMetrics,
  "node-exporter": [nodeCollectorSuccess],
  "postgres-exporter": [postgresCollectorSuccess],
  prometheus: prometheusMetrics,
  "redis-exporter": [redisScrapeError],
} as const satisfies Record<string, readonly Metric[]>;
