import {
  pgActivity,
  pgBlocksHit,
  pgBlocksRead,
  pgCheckpointsRequested,
  pgCheckpointsTimed,
  pgCommits,
  pgConnectionUse,
  pgDatabaseSize,
  pgDeadTuples,
  pgDeadlocks,
  pgIsReplica,
  pgLastAutovacuum,
  pgLocks,
  pgReplicationLag,
  pgRollbacks,
  pgStatementCalls,
  pgStatementSeconds,
  pgTransactionDuration,
  pgUp,
  pgWalSize,
  poolActive,
  poolSize,
  promql,
  redisClients,
  redisCommands,
  redisEvictedKeys,
  redisHits,
  redisKeys,
  redisMemoryMax,
  redisMemoryUsed,
  redisMisses,
  redisUp,
  where,
} from "@monitoring/collection";
import type { DashboardRow } from "../dashboard.ts";
import { chosen } from "../variable.ts";

const database = chosen.database;
const redisMemoryShare = promql`max(${redisMemoryUsed} / (${redisMemoryMax} > 0))`;

/** Is a database what slows the server down, and will it last? */
export const databasePerformance: DashboardRow = {
  uid: "database-performance",
  title: "Database Performance",
  folder: "Development",
  description: "Is a database what slows the server down, and will it last?",
  variables: ["database"],
  range: "6h",
  sections: [
    {
      title: "Is it fine now?",
      panels: [
        {
          kind: "stat",
          title: "PostgreSQL",
          description: "Does PostgreSQL let its exporter in?",
          queries: [{ expr: promql`min(${pgUp})`, legend: "PostgreSQL" }],
          unit: "none",
          words: { 0: "down", 1: "up" },
          watchedBy: ["DatabaseDown"],
        },
        {
          kind: "stat",
          title: "Pool in use",
          description: "Which share of the server's pool is taken? At 100 % calls wait.",
          queries: [{ expr: promql`max(${poolActive} / ${poolSize})`, legend: "pool" }],
          unit: "percentunit",
          watchedBy: ["DatabaseConnectionPoolExhausted"],
        },
        {
          kind: "stat",
          title: "Connections in use",
          description: "Which share of PostgreSQL's connections is taken, by whomever?",
          queries: [{ expr: promql`max(${pgConnectionUse})`, legend: "connections" }],
          unit: "percentunit",
          watchedBy: ["DatabaseTooManyConnections"],
        },
        {
          kind: "stat",
          title: "Oldest transaction",
          description: "How long has the oldest transaction been open? It holds locks and stops vacuum.",
          queries: [{ expr: promql`max(${pgTransactionDuration})`, legend: "age" }],
          unit: "s",
          watchedBy: ["DatabaseSlowQueries"],
        },
        {
          kind: "stat",
          title: "Redis",
          description: "Does Redis let its exporter in?",
          queries: [{ expr: promql`min(${redisUp})`, legend: "Redis" }],
          unit: "none",
          words: { 0: "down", 1: "up" },
          watchedBy: ["RedisDown"],
        },
        {
          kind: "stat",
          title: "Redis memory",
          description: "Which share of its memory limit does Redis use? At the limit it drops keys.",
          queries: [{ expr: redisMemoryShare, legend: "memory" }],
          unit: "percentunit",
          watchedBy: ["RedisMemoryHigh"],
          noValue: "no limit set",
        },
      ],
    },
    {
      title: "Connections",
      panels: [
        {
          kind: "timeseries",
          title: "Pool",
          description: "How many connections of the server's pool are in use, and how many may be?",
          queries: [
            { expr: poolActive, legend: "in use, {{service}}" },
            { expr: poolSize, legend: "size, {{service}}" },
          ],
          unit: "short",
        },
        {
          kind: "timeseries",
          title: "Connections by what they do",
          description: "Do connections work, wait for their client in a transaction, or idle?",
          queries: [
            {
              expr: promql`sum by (state) (${where(pgActivity, database)})`,
              legend: "{{state}}",
            },
          ],
          unit: "short",
        },
        {
          kind: "timeseries",
          title: "Locks that stop others",
          description:
            "Which locks are held that make others wait? Those that every query takes are not shown.",
          queries: [
            {
              expr: promql`sum by (mode) (${where(pgLocks, { ...database, mode: /.*exclusivelock|sharelock/ })})`,
              legend: "{{mode}}",
            },
          ],
          unit: "short",
        },
      ],
    },
    {
      title: "Queries",
      panels: [
        {
          kind: "timeseries",
          title: "Transactions",
          description: "How many transactions a second end well, how many are rolled back?",
          queries: [
            {
              expr: promql`sum by (datname) (rate(${where(pgCommits, database)}[$__rate_interval]))`,
              legend: "committed, {{datname}}",
            },
            {
              expr: promql`sum by (datname) (rate(${where(pgRollbacks, database)}[$__rate_interval]))`,
              legend: "rolled back, {{datname}}",
            },
          ],
          unit: "ops",
        },
        {
          kind: "timeseries",
          title: "Slowest statements",
          description:
            "Which statements take longest on average? Their text: select query from pg_stat_statements where queryid = ...",
          queries: [
            {
              expr: promql`topk(5, sum by (queryid) (rate(${where(pgStatementSeconds, database)}[5m])) / (sum by (queryid) (rate(${where(pgStatementCalls, database)}[5m])) > 0))`,
              legend: "{{queryid}}",
            },
          ],
          unit: "s",
          noValue: "pg_stat_statements is not installed, or nothing ran",
        },
        {
          kind: "timeseries",
          title: "Deadlocks",
          description: "Did transactions wait for each other until PostgreSQL ended one?",
          queries: [
            {
              expr: promql`sum by (datname) (increase(${where(pgDeadlocks, database)}[5m]))`,
              legend: "{{datname}}",
            },
          ],
          unit: "short",
          watchedBy: ["DatabaseDeadlocks"],
        },
        {
          kind: "timeseries",
          title: "Cache hits",
          description:
            "Which share of blocks comes from PostgreSQL's cache? Under 95 % the disk is asked too often.",
          queries: [
            {
              expr: promql`sum by (datname) (rate(${where(pgBlocksHit, database)}[5m])) / (sum by (datname) (rate(${where(pgBlocksHit, database)}[5m]) + rate(${where(pgBlocksRead, database)}[5m])) > 0)`,
              legend: "{{datname}}",
            },
          ],
          unit: "percentunit",
          limits: { yellow: 0.95, bad: "below" },
        },
        {
          kind: "timeseries",
          title: "Oldest transaction by state",
          description: "Since when is the oldest transaction open, and does it work or idle?",
          queries: [
            { expr: promql`max by (state) (${where(pgTransactionDuration, database)})`, legend: "{{state}}" },
          ],
          unit: "s",
          watchedBy: ["DatabaseSlowQueries"],
        },
        {
          kind: "timeseries",
          title: "Replication lag",
          description: "How far is a replica behind? A primary shows 0.",
          queries: [
            {
              expr: promql`max by (instance) (${pgReplicationLag} * ${pgIsReplica})`,
              legend: "{{instance}}",
            },
          ],
          unit: "s",
          watchedBy: ["ReplicationLag"],
        },
      ],
    },
    {
      title: "Size and upkeep",
      panels: [
        {
          kind: "timeseries",
          title: "Size and forecast",
          description:
            "How big are the databases, and how big in a week if they go on growing as in these six hours?",
          queries: [
            { expr: where(pgDatabaseSize, database), legend: "{{datname}}" },
            {
              expr: promql`predict_linear(${where(pgDatabaseSize, database)}[6h], 7 * 86400)`,
              legend: "{{datname}} in a week",
            },
          ],
          unit: "bytes",
          watchedBy: ["DatabaseSizeGrowth"],
        },
        {
          kind: "timeseries",
          title: "Dead rows",
          description: "How many dead rows wait for vacuum? They slow every scan of their table.",
          queries: [
            {
              expr: promql`topk(5, ${where(pgDeadTuples, database)})`,
              legend: "{{datname}} {{relname}}",
            },
          ],
          unit: "short",
        },
        {
          kind: "table",
          title: "Last vacuum",
          description: "When was each table vacuumed last by PostgreSQL itself? Before 1971 means never.",
          queries: [
            {
              expr: promql`max by (datname, relname) (${where(pgLastAutovacuum, database)}) * 1000`,
              legend: "{{relname}}",
            },
          ],
          unit: "dateTimeFromNow",
        },
        {
          kind: "timeseries",
          title: "Checkpoints",
          description:
            "Do checkpoints come on time, or because the log is full? Requested ones mean max_wal_size is small.",
          queries: [
            { expr: promql`sum(increase(${pgCheckpointsTimed}[1h]))`, legend: "on time" },
            { expr: promql`sum(increase(${pgCheckpointsRequested}[1h]))`, legend: "requested" },
          ],
          unit: "short",
        },
        {
          kind: "timeseries",
          title: "Write-ahead log",
          description:
            "How much disk does the write-ahead log take? A lost replica makes it grow without end.",
          queries: [{ expr: promql`max by (instance) (${pgWalSize})`, legend: "{{instance}}" }],
          unit: "bytes",
        },
      ],
    },
    {
      title: "Redis",
      panels: [
        {
          kind: "timeseries",
          title: "Redis memory in use",
          description: "How much memory does Redis use, and how much may it?",
          queries: [
            { expr: redisMemoryUsed, legend: "in use" },
            { expr: promql`${redisMemoryMax} > 0`, legend: "limit" },
          ],
          unit: "bytes",
        },
        {
          kind: "timeseries",
          title: "Redis hits",
          description: "Which share of reads finds its key? Few hits mean that the cache does little.",
          queries: [
            {
              expr: promql`(sum(rate(${redisHits}[5m])) / (sum(rate(${redisHits}[5m]) + rate(${redisMisses}[5m])) > 0)) or vector(0)`,
              legend: "hits",
            },
          ],
          unit: "percentunit",
        },
        {
          kind: "timeseries",
          title: "Redis evictions",
          description: "How many keys a second are dropped to make room?",
          queries: [{ expr: promql`sum(rate(${redisEvictedKeys}[$__rate_interval]))`, legend: "dropped" }],
          unit: "cps",
        },
        {
          kind: "timeseries",
          title: "Redis clients",
          description: "How many clients are connected?",
          queries: [{ expr: redisClients, legend: "clients" }],
          unit: "short",
          watchedBy: ["RedisRejectedConnections"],
        },
        {
          kind: "timeseries",
          title: "Redis commands",
          description: "How many commands a second does Redis answer?",
          queries: [{ expr: promql`sum(rate(${redisCommands}[$__rate_interval]))`, legend: "commands" }],
          unit: "ops",
        },
        {
          kind: "timeseries",
          title: "Redis keys",
          description: "How many keys are there, by database?",
          queries: [{ expr: promql`${redisKeys} > 0 or max(${redisKeys}) * 0`, legend: "{{db}}" }],
          unit: "short",
        },
      ],
    },
  ],
};
