import { withAlertHistory } from "../alert-history.ts";
import type { DashboardRow } from "../dashboard.ts";
import { business } from "./business.ts";
import { databasePerformance } from "./database-performance.ts";
import { integrationHealth } from "./integration-health.ts";
import { mcpServerOverview } from "./mcp-server-overview.ts";
import { monitoringHealth } from "./monitoring-health.ts";
import { serviceLevels } from "./service-levels.ts";
import { systemResources } from "./system-resources.ts";

/** Every dashboard; the first one opens when Grafana is opened. */
export const dashboards: readonly [DashboardRow, ...DashboardRow[]] = [
  mcpServerOverview,
  ...[serviceLevels, integrationHealth, systemResources, monitoringHealth, databasePerformance, business].map(
    withAlertHistory,
  ),
];
