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
import { failingCollectors } from "./scraping-collectors.ts";

/** What panels would compute from many series at each of their points: once a minute, and for all of them. */
export const panelRules: RuleGroup = {
  name: "panels",
  interval: "1m",
  recordings: [
    ...[toolDurations, callsAgainstBefore, pgStatementMean, pgStatementTime],
    ...[ruleGroupShare, scrapeLimitShare, failingCollectors, notificationFailures],
  ],
  alerts: [],
};
