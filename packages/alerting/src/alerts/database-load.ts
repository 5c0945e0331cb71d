import { postgresLoadRecordings } from "@monitoring/collection";
import type { RuleGroup } from "../rule-group.ts";
import { postgresLoadScenarios } from "../recording-scenarios/postgres-load.ts";

/** What the database is busy with, for panels: of thousands of series, the few that are not 0. */
export const databaseLoadRules: RuleGroup = {
  name: "database-load",
  interval: "15s",
  recordings: postgresLoadRecordings,
  alerts: [],
  scenarios: postgresLoadScenarios,
};
