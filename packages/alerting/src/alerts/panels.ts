import {
  callsAgainstBefore,
  notificationFailures,
  pgStatementMean,
  pgStatementTime,
  ruleGroupShare,
  scrapeLimitShare,
  toolDurations,
} from "@monitoring/collection";
import type { RuleGroup } from "../rule-group.ts";
import { monitoringScenarios } from "../recording-scenarios/monitoring.ts";
import { toolPanelScenarios } from "../recording-scenarios/mcp-use.ts";
import { statementScenarios } from "../recording-scenarios/postgres-load.ts";
import { collectorScenarios, failingCollectors } from "./scraping-collectors.ts";

/** What panels would compute from many series at each of their points: once a minute, and for all of them. */
export const panelRules: RuleGroup = {
  name: "panels",
  interval: "1m",
  recordings: [
    ...[toolDurations, callsAgainstBefore, pgStatementMean, pgStatementTime],
    ...[ruleGroupShare, scrapeLimitShare, failingCollectors, notificationFailures],
  ],
  alerts: [],
  scenarios: [...toolPanelScenarios, ...statementScenarios, ...monitoringScenarios, ...collectorScenarios],
};
