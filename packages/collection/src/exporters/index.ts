import type { Metric } from "../metric.ts";
import type { JobName } from "../scrape-job.ts";
import { alertmanagerMetrics } from "./alertmanager.ts";
import { blackboxMetrics } from "./blackbox.ts";
import { mcpOtelMetrics } from "./mcp-otel.ts";
import { cadvisorMetrics } from "./cadvisor.ts";
import { mcpServerMetrics } from "./mcp-server.ts";
import { nodeMetrics } from "./node.ts";
import { postgresMetrics } from "./postgres.ts";
import { prometheusMetrics } from "./prometheus.ts";
import { redisMetrics } from "./redis.ts";
import {
  containerScrapeError,
  nodeCollectorSuccess,
  postgresCollectorSuccess,
  redisScrapeError,
} from "./collector-success.ts";

/** What of each exporter's metrics is read here. What it really exposes is recorded in `contracts/`. */
export const exporters = {
  alertmanager: alertmanagerMetrics,
  "blackbox-exporter": blackboxMetrics,
  cadvisor: [...cadvisorMetrics, containerScrapeError],
  "mcp-server": [...mcpServerMetrics, ...mcpOtelMetrics],
  "node-exporter": [...nodeMetrics, nodeCollectorSuccess],
  "postgres-exporter": [...postgresMetrics, postgresCollectorSuccess],
  prometheus: prometheusMetrics,
  "redis-exporter": [...redisMetrics, redisScrapeError],
} as const satisfies Record<string, readonly Metric[]>;

/** The job that scrapes each exporter. */
export const exporterJobs: Readonly<Record<string, JobName>> = {
  alertmanager: "alertmanager",
  "blackbox-exporter": "blackbox",
  cadvisor: "cadvisor",
  grafana: "grafana",
  "mcp-server": "mcp-server",
  "node-exporter": "node",
  "postgres-exporter": "postgres",
  prometheus: "prometheus",
  "redis-exporter": "redis",
};
