/**
 * Collectors of the PostgreSQL exporter that are off by default in 0.19, and that alerts and panels ask for. One
 * without a source (no replica, no pg_stat_statements) reports so in pg_scrape_collector_success and leaves the others
 * alone.
 */
export const postgresCollectors = [
  "database_wraparound",
  "long_running_transactions",
  "postmaster",
  "process_idle",
  "stat_activity_autovacuum",
  "stat_checkpointer",
  "stat_statements",
  "stat_wal_receiver",
] as const;
