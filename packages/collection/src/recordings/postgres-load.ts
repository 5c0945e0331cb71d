import {
  pgActivity,
  pgBlocksHit,
  pgBlocksRead,
  pgCommits,
  pgDeadlocks,
  pgLocks,
  pgRollbacks,
  pgStatementCalls,
  pgStatementSeconds,
  pgTransactionDuration,
} from "../exporters/postgres.ts";
import type { Metric } from "../metric.ts";
import { promql, where } from "../promql.ts";
import { recording } from "../recording.ts";

// The exporter has a series for each of many states, of which one or two are not 0: only those are kept.

/** Connections by what they do. */
export const pgConnectionsByState = recording(
  "service_datname_state:pg_stat_activity_count:sum",
  ["datname", "state"],
  promql`sum by (service, datname, state) (${pgActivity}) > 0`,
);

/** Connections by the program that made them. */
export const pgConnectionsByProgram = recording(
  "service_application_name:pg_stat_activity_count:sum",
  ["application_name"],
  promql`sum by (service, application_name) (${pgActivity}) > 0`,
);

/** Age of the oldest open transaction by what it does, in seconds. */
export const pgOldestTransaction = recording(
  "service_datname_state:pg_stat_activity_max_tx_duration:max",
  ["datname", "state"],
  promql`max by (service, datname, state) (${pgTransactionDuration}) > 0`,
);

/** Locks that are held and make others wait, by mode: not those that every query takes. */
export const pgLocksHeld = recording(
  "service_datname_mode:pg_locks_count:sum",
  ["datname", "mode"],
  promql`sum by (service, datname, mode) (${where(pgLocks, { mode: /.*exclusivelock|sharelock/ })}) > 0`,
);

const perSecond = (counter: Metric) => promql`sum by (service, datname) (rate(${counter}[5m]))`;

/** Transactions per second that ended well. */
export const pgCommitRate = recording(
  "service_datname:pg_stat_database_xact_commit:rate5m",
  ["datname"],
  promql`${perSecond(pgCommits)} > 0`,
);

/** Transactions per second that were rolled back. */
export const pgRollbackRate = recording(
  "service_datname:pg_stat_database_xact_rollback:rate5m",
  ["datname"],
  promql`${perSecond(pgRollbacks)} > 0`,
);

/** Share of blocks that came from PostgreSQL's cache, of databases that read ten a second and more. */
export const pgCacheHits = recording(
  "service_datname:pg_stat_database_blks_hit:ratio_rate5m",
  ["datname"],
  promql`${perSecond(pgBlocksHit)} / (${perSecond(pgBlocksHit)} + ${perSecond(pgBlocksRead)} > 10)`,
);

/** Deadlocks of the last ten minutes. */
export const pgDeadlocksLately = recording(
  "service_datname:pg_stat_database_deadlocks:increase10m",
  ["datname"],
  promql`round(sum by (service, datname) (increase(${pgDeadlocks}[10m])))`,
);

// A statement that ran a few times has no mean to speak of; the alert looks at the same ones.
const often = promql`sum by (service, datname, queryid) (increase(${pgStatementCalls}[5m])) >= 20`;

/** Seconds that a statement takes in the mean, of those that ran at least 20 times in 5 minutes. */
export const pgStatementMean = recording(
  "service_datname_queryid:pg_stat_statements_seconds:mean5m",
  ["datname", "queryid"],
  promql`max by (service, datname, queryid) (rate(${pgStatementSeconds}[5m]) / rate(${pgStatementCalls}[5m])) and ${often}`,
);

/** Seconds per second that statements take, of the ten that take most. */
export const pgStatementTime = recording(
  "service_datname_queryid:pg_stat_statements_seconds:rate5m",
  ["datname", "queryid"],
  promql`topk by (service) (10, sum by (service, datname, queryid) (rate(${pgStatementSeconds}[5m])) > 0)`,
);

/** In the order in which they are evaluated. */
export const postgresLoadRecordings = [
  pgConnectionsByState,
  pgConnectionsByProgram,
  pgOldestTransaction,
  pgLocksHeld,
  pgCommitRate,
  pgRollbackRate,
  pgCacheHits,
  pgDeadlocksLately,
];
