export * from "./alarm.ts";
export type { CacheNode, EcsService, Hosts, RdsInstance } from "./alarms/hosts.ts";
export type { WatchedWorkspace } from "./alarms/amp.ts";
export * from "./alert.ts";
export { longTransactionSeconds } from "./alerts/database-slow-queries.ts";
export { ruleGroups } from "./alerts/index.ts";
export { remoteWriteLag, storedScrapes } from "./alerts/remote-write.ts";
export { failingCollectors } from "./alerts/scraping-collectors.ts";
export { budgetRemaining } from "./alerts/slo.ts";
export * from "./bound-tools.ts";
export * from "./burn-rate.ts";
export * from "./amp-definition.ts";
export * from "./amp-rules.ts";
export * from "./compile-alarms.ts";
export * from "./compile-alert-table.ts";
export * from "./compile-alertmanager.ts";
export * from "./compile-amp.ts";
export * from "./compile-amp-proof.ts";
export * from "./compile-routing.ts";
export {
  alertTrials,
  recordingTrials,
  type Expectations,
  type Question,
  type Trial,
} from "./compile-rule-tests.ts";
export * from "./compile-rules.ts";
export * from "./compile-runbook.ts";
export * from "./compile-slo.ts";
export * from "./detection-bound.ts";
export * from "./fate.ts";
export * from "./fault.ts";
export * from "./hasten.ts";
export * from "./inhibition.ts";
export * from "./messages.ts";
export * from "./mute-time.ts";
export * from "./name-deployment.ts";
export * from "./place-rules.ts";
export * from "./receiver.ts";
export * from "./route.ts";
export * from "./routing-problems.ts";
export * from "./routing-table.ts";
export * from "./rule-group.ts";
export * from "./runbook.ts";
export * from "./scenario.ts";
export * from "./severity.ts";
export * from "./slo.ts";
export * from "./slos/mcp-server.ts";
export * from "./tune.ts";
