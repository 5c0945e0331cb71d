import type { RuleGroup } from "../rule-group.ts";
import { alertmanagerRules } from "./alertmanager.ts";
import { mcpServerRules } from "./mcp-server.ts";
import { prometheusStorageRules } from "./prometheus-storage.ts";
import { prometheusRules } from "./prometheus.ts";
import { remoteWriteRules } from "./remote-write.ts";
import { scrapingRules } from "./scraping.ts";
import { watchdogRules } from "./watchdog.ts";

/** Every rule file, in the order of the runbooks' table of contents. */
export const ruleGroups: readonly RuleGroup[] = [
  mcpServerRules,
  scrapingRules,
  prometheusRules,
  prometheusStorageRules,
  alertmanagerRules,
  remoteWriteRules,
  watchdogRules,
];
