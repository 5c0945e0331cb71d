import type { RuleGroup } from "../rule-group.ts";
import { mcpServerRules } from "./mcp-server.ts";
import { watchdogRules } from "./watchdog.ts";

/** Every rule file, in the order of the runbooks' table of contents. */
export const ruleGroups: readonly RuleGroup[] = [mcpServerRules, watchdogRules];
