import { counter, gauge } from "../metric.ts";

/** Whether the exporter could log in to PostgreSQL. */
export const pgUp = gauge("pg_up", [], "1 if PostgreSQL let the exporter in, else 0");
/** Connections to a database, background workers included. */
export const pgConnections = gauge(
  "pg_stat_database_numbackends",
  ["datid", "datname"],
  "connections to a database",
);
/** The server's limit of connections. */
export const pgMaxConnections = gauge("pg_settings_max_connections", ["server"], "limit of connections");
/** How many of them only a superuser gets. */
export const pgReservedConnections = gauge(
  "pg_settings_superuser_reserved_connections",
  ["server"],
  "connections kept for superusers",
);
/** Deadlocks that PostgreSQL ended by failing one of the transactions. */
export const pgDeadlocks = counter("pg_stat_database_deadlocks", ["datid", "datname"], "deadlocks");
/** Connections by what they do. */
export const pgActivity = gauge(
  "pg_stat_activity_count",
  ["datname", "state", "usename", "application_name", "backend_type", "wait_event", "wait_event_type"],
  "connections by what they do",
);
/** Age of the oldest open transaction, by who has it. */
export const pgTransactionDuration = gauge(
  "pg_stat_activity_max_tx_duration",
  ["datname", "state", "usename", "application_name", "backend_type", "wait_event", "wait_event_type"],
  "age of the oldest open transaction in seconds",
);
/** Time spent in a statement; only with the extension pg_stat_statements. */
export const pgStatementSeconds = counter(
  "pg_stat_statements_seconds_total",
  ["datname", "queryid", "user"],
  "time spent in a statement in seconds",
);
/** How often a statement ran; only with the extension pg_stat_statements. */
export const pgStatementCalls = counter(
  "pg_stat_statements_calls_total",
  ["datname", "queryid", "user"],
  "runs of a statement",
);
/** Whether the server is a replica. */
export const pgIsReplica = gauge("pg_replication_is_replica", [], "1 on a replica, 0 on a primary");
/** Age of what a replica applied last, while there is something that it has not applied. */
export const pgReplicationLag = gauge("pg_replication_lag_seconds", [], "lag of a replica in seconds");
/** Time since a replica applied a transaction: grows also where the primary has nothing to send. */
export const pgLastReplay = gauge(
  "pg_replication_last_replay_seconds",
  [],
  "seconds since a replica applied a transaction",
);
/** Size of a database on disk. */
export const pgDatabaseSize = gauge("pg_database_size_bytes", ["datname"], "size of a database in bytes");
/** Age of a database's oldest transaction id, in transactions: the name's unit is the exporter's mistake. */
export const pgTransactionIdAge = gauge(
  "pg_database_wraparound_age_datfrozenxid_seconds",
  ["datname"],
  "age of a database's oldest transaction id in transactions",
);

/** Transactions that ended well. */
export const pgCommits = counter(
  "pg_stat_database_xact_commit",
  ["datid", "datname"],
  "transactions that ended well",
);
/** Transactions that were rolled back. */
export const pgRollbacks = counter(
  "pg_stat_database_xact_rollback",
  ["datid", "datname"],
  "transactions that were rolled back",
);
/** Blocks found in PostgreSQL's cache. */
export const pgBlocksHit = counter(
  "pg_stat_database_blks_hit",
  ["datid", "datname"],
  "blocks found in PostgreSQL's cache",
);
/** Blocks asked from the disk. */
export const pgBlocksRead = counter(
  "pg_stat_database_blks_read",
  ["datid", "datname"],
  "blocks asked from the disk",
);
/** Locks by mode. */
export const pgLocks = gauge("pg_locks_count", ["datname", "mode"], "locks by mode");
/** Dead rows of a table. */
export const pgDeadTuples = gauge(
  "pg_stat_user_tables_n_dead_tup",
  ["datname", "schemaname", "relname"],
  "dead rows of a table",
);
/** Unix time of a table's last vacuum by PostgreSQL itself, 0 for never. */
export const pgLastAutovacuum = gauge(
  "pg_stat_user_tables_last_autovacuum",
  ["datname", "schemaname", "relname"],
  "unix time of a table's last vacuum by PostgreSQL itself, 0 for never",
);
/** Checkpoints that came on time. */
export const pgCheckpointsTimed = counter(
  "pg_stat_checkpointer_num_timed_total",
  [],
  "checkpoints that came on time",
);
/** Checkpoints that a full log or a command asked for. */
export const pgCheckpointsRequested = counter(
  "pg_stat_checkpointer_num_requested_total",
  [],
  "checkpoints that a full log or a command asked for",
);
/** Size of the write-ahead log in bytes. */
export const pgWalSize = gauge("pg_wal_size_bytes", [], "size of the write-ahead log in bytes");

/** What the PostgreSQL exporter exposes. */
export const postgresMetrics = [
  pgUp,
  pgConnections,
  pgMaxConnections,
  pgReservedConnections,
  pgDeadlocks,
  pgActivity,
  pgTransactionDuration,
  pgStatementSeconds,
  pgStatementCalls,
  pgIsReplica,
  pgReplicationLag,
  pgLastReplay,
  pgDatabaseSize,
  pgTransactionIdAge,
  pgCommits,
  pgRollbacks,
  pgBlocksHit,
  pgBlocksRead,
  pgLocks,
  pgDeadTuples,
  pgLastAutovacuum,
  pgCheckpointsTimed,
  pgCheckpointsRequested,
  pgWalSize,
];
