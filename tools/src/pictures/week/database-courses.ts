import type { Courses } from "./courses.ts";
import { badRelease, business, chance, share, wander, weekEnd } from "./time.ts";

const megabyte = 2 ** 20;
const main = "customer_success";

/** How much of the work a database or table does: all but one of them are PostgreSQL's own. */
const work = (name: string | undefined): number => (name === main ? 1 : name === "postgres" ? 0.04 : 0.001);

/** Live growth of the week, from 0 to 1 at its end. */
const grown = (at: number): number => 1 + (at - weekEnd) / (7 * 86_400);

/** PostgreSQL and Redis. */
export const databaseCourses: Courses = {
  pg_stat_database_xact_commit: (at, { labels }) =>
    work(labels["datname"]) * 14 * business(at) * wander("commits", at, 0.2, 300) + 0.2,
  pg_stat_database_xact_rollback: (at, { labels }) =>
    work(labels["datname"]) * (0.02 * wander("rollbacks", at, 0.9, 600) + 0.6 * share(badRelease, at)),
  pg_stat_database_blks_hit: (at, { labels }) =>
    work(labels["datname"]) * 2_600 * business(at) * wander("hits", at, 0.2, 300) + 3,
  pg_stat_database_blks_read: (at, { labels }) =>
    work(labels["datname"]) * 9 * business(at) * wander("reads", at, 0.7, 900),
  pg_stat_database_deadlocks: () => 0,
  pg_database_size_bytes: (at, { labels, recorded }) =>
    labels["datname"] === main ? (410 + 46 * grown(at)) * megabyte : recorded,
  pg_wal_size_bytes: (at) => 16 * megabyte * Math.round(5 + 3 * business(at) * wander("wal", at, 0.5, 1800)),
  pg_stat_activity_count: (at, { labels }) => {
    if (labels["application_name"] === "mcp-server") return Math.round(6 * wander("idle", at, 0.35, 400));
    if (labels["application_name"] === "mcp-server-checks") return 1;
    if (labels["datname"] !== main) return 0;
    const busy = business(at) * wander("busy", at, 0.8, 200);
    return labels["state"] === "active"
      ? Math.round(2.4 * busy)
      : labels["state"] === "idle in transaction"
        ? Math.round(0.7 * busy)
        : 0;
  },
  pg_stat_activity_max_tx_duration: (at, { labels }) => {
    if (labels["datname"] !== main || labels["application_name"] !== "") return 0;
    const state = labels["state"] ?? "";
    const usual = state === "active" ? 0.4 : state === "idle in transaction" ? 0.9 : 0;
    return usual * business(at) * wander(`oldest ${state}`, at, 0.95, 120);
  },
  pg_locks_count: (at, { labels }) => {
    const usual: Readonly<Record<string, number>> = {
      accesssharelock: 7,
      rowexclusivelock: 2.4,
      rowsharelock: 0.8,
    };
    const mode = labels["mode"] ?? "";
    return labels["datname"] === main
      ? Math.round((usual[mode] ?? 0) * business(at) * wander(`lock ${mode}`, at, 0.6, 180))
      : 0;
  },
  pg_stat_statements_calls_total: (at, { labels }) => callsOf(labels["queryid"] ?? "", at),
  pg_stat_statements_seconds_total: (at, { labels }) => {
    const id = labels["queryid"] ?? "";
    const takes = 0.0004 * 60 ** chance(`takes ${id}`);
    return callsOf(id, at) * takes * (1 + 0.4 * business(at)) * wander(`statement ${id}`, at, 0.3, 900);
  },
  pg_stat_user_tables_n_dead_tup: (at, { labels }) => {
    // Vacuum comes by every few hours and clears them away.
    const table = labels["relname"] ?? "";
    const most: Readonly<Record<string, number>> = {
      customers: 900,
      interactions: 2_400,
      usage_daily: 1_500,
    };
    const every = 7_200 + 9_000 * chance(`vacuum ${table}`);
    return Math.round(((most[table] ?? 0) * (at % every)) / every);
  },
  pg_stat_user_tables_last_autovacuum: (at, { labels }) => {
    const table = labels["relname"] ?? "";
    const every = 7_200 + 9_000 * chance(`vacuum ${table}`);
    return table === "fault_rows" ? 0 : at - (at % every);
  },
  pg_stat_checkpointer_num_timed_total: () => 1 / 300,
  pg_stat_checkpointer_num_requested_total: (at) => (business(at) > 0.9 ? 1 / 5_400 : 0),
  redis_memory_max_bytes: (_, { recorded }) => recorded,
  redis_memory_used_bytes: (at) => (14 + 7 * business(at) * wander("redis", at, 0.15, 1200)) * megabyte,
  redis_commands_processed_total: (at) => 3 + 21 * business(at) * wander("commands", at, 0.2, 300),
  redis_keyspace_hits_total: (at) => 6.2 * business(at) * wander("redis hits", at, 0.2, 300),
  redis_keyspace_misses_total: (at) => 0.9 * business(at) * wander("redis misses", at, 0.4, 300),
  redis_connected_clients: (at) => Math.round(4 + 3 * business(at) * wander("clients", at, 0.5, 600)),
  redis_db_keys: (at, { labels }) =>
    labels["db"] === "db0" ? Math.round(300 + 2_100 * business(at) * wander("keys", at, 0.1, 900)) : 0,
};

function callsOf(id: string, at: number): number {
  return 3 * chance(`calls ${id}`) ** 3 * business(at) * wander(`called ${id}`, at, 0.2, 600);
}
