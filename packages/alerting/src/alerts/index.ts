import type { RuleGroup } from "../rule-group.ts";
import { containerRules } from "./containers.ts";
import { databaseDownRules } from "./database-down.ts";
import { databaseGrowthRules } from "./database-growth.ts";
import { databaseHealthRules } from "./database-health.ts";
import { diskForecastRules } from "./disk.ts";
import { certificateRules, integrationRules } from "./integrations.ts";
import { machineRules } from "./machine.ts";
import { mcpServerRules } from "./mcp-server.ts";
import { redisRules } from "./redis.ts";
import { watchdogRules } from "./watchdog.ts";

/** Every rule file, in the order of the runbooks' table of contents. */
export const ruleGroups: readonly RuleGroup[] = [
  mcpServerRules,
  databaseDownRules,
  databaseHealthRules,
  databaseGrowthRules,
  redisRules,
  integrationRules,
  certificateRules,
  machineRules,
  diskForecastRules,
  containerRules,
  watchdogRules,
];
