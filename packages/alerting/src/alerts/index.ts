import type { RuleGroup } from "../rule-group.ts";
import { mcpAccessRules } from "./mcp-access.ts";
import { mcpDependencyRules } from "./mcp-dependencies.ts";
import { mcpHttpRules } from "./mcp-http.ts";
import { mcpLabelRules } from "./mcp-labels.ts";
import { mcpServerRules } from "./mcp-server.ts";
import { mcpToolRules } from "./mcp-tools.ts";
import { mcpTrendRules, mcpUseRules } from "./mcp-use.ts";
import { sloFastRules, sloSlowRules } from "./slo.ts";
import { containerRules } from "./containers.ts";
import { databaseDownRules } from "./database-down.ts";
import { databaseGrowthRules } from "./database-growth.ts";
import { databaseHealthRules } from "./database-health.ts";
import { deploymentRules } from "./deployment.ts";
import { diskForecastRules } from "./disk.ts";
import { certificateRules, integrationRules } from "./integrations.ts";
import { machineRules } from "./machine.ts";
import { databaseLoadRules } from "./database-load.ts";
import { panelRules } from "./panels.ts";
import { redisRules } from "./redis.ts";
import { alertmanagerRules } from "./alertmanager.ts";
import { prometheusStorageRules } from "./prometheus-storage.ts";
import { prometheusRules } from "./prometheus.ts";
import { remoteWriteRules } from "./remote-write.ts";
import { scrapingRules } from "./scraping.ts";
import { watchdogRules } from "./watchdog.ts";

/** Every rule file, in the order of the runbooks' table of contents. */
export const ruleGroups: readonly RuleGroup[] = [
  mcpServerRules,
  mcpDependencyRules,
  mcpHttpRules,
  mcpToolRules,
  mcpUseRules,
  mcpTrendRules,
  mcpAccessRules,
  mcpLabelRules,
  sloFastRules,
  sloSlowRules,
  databaseDownRules,
  databaseHealthRules,
  databaseGrowthRules,
  databaseLoadRules,
  redisRules,
  integrationRules,
  certificateRules,
  machineRules,
  diskForecastRules,
  containerRules,
  scrapingRules,
  prometheusRules,
  prometheusStorageRules,
  alertmanagerRules,
  remoteWriteRules,
  watchdogRules,
  panelRules,
  deploymentRules,
];
