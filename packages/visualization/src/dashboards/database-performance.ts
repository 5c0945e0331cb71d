import { longTransactionSeconds } from "@monitoring/alerting";
import {
  pgCheckpointsRequested,
  pgCheckpointsTimed,
  pgCacheHits,
  pgCommitRate,
  pgConnectionsByState,
  pgConnectionUse,
  pgDeadlocksLately,
  pgLocksHeld,
  pgOldestTransaction,
  pgRollbackRate,
  pgStatementMean,
  pgStatementTime,
  pgDeadTuples,
  pgIsReplica,
  pgLastAutovacuum,
  pgReplicationLag,
  pgSize,
  pgTransactionIdAge,
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
  redisRejections,
  redisUp,
  where,
} from "@monitoring/collection";
import type { DashboardRow } from "../dashboard.ts";
import { greatest } from "../greatest.ts";
import { chosen } from "../variable.ts";

const database = chosen.database;
// With those that PostgreSQL keeps for itself.
const everyDatabase = { datname: /$database/ } as const;
const poolUse = promql`max(${poolActive} / ${poolSize})`;
const redisMemoryShare = promql`max(${redisMemoryUsed} / (${redisMemoryMax} > 0))`;
const replicationLag = promql`${pgReplicationLag} * ${pgIsReplica}`;
const size = where(pgSize, database);
// The text itself would be a label, and so would whatever a customer's data put into it.
const textOf =
  "\n\nA statement's text stays in the database; ask there for it:\n\n`select query from pg_stat_statements where queryid = 123;`";

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
          queries: [{ expr: poolUse, legend: "pool" }],
          unit: "percentunit",
          limits: { alert: "DatabaseConnectionPoolExhausted" },
        },
        {
          kind: "stat",
          title: "Connections in use",
          description: "Which share of PostgreSQL's connections is taken, by whomever?",
          queries: [{ expr: promql`max(${pgConnectionUse})`, legend: "connections" }],
          unit: "percentunit",
          limits: { alert: "DatabaseTooManyConnections" },
        },
        {
          kind: "stat",
          title: "Slowest statement",
          description:
            "How long does the slowest statement take in the mean, of those that run at least 20 times in 5 minutes?",
          queries: [
            { expr: promql`max(${where(pgStatementMean, database)}) or vector(0)`, legend: "slowest" },
          ],
          unit: "s",
          limits: { alert: "DatabaseSlowQueries" },
        },
        {
          kind: "stat",
          title: "Deadlocks in 10 minutes",
          description:
            "How many transactions waited for each other until PostgreSQL ended one, in the last ten minutes?",
          queries: [
            {
              expr: promql`max(${where(pgDeadlocksLately, database)})`,
              legend: "deadlocks",
            },
          ],
          unit: "short",
          limits: { alert: "DatabaseDeadlocks" },
        },
        {
          kind: "stat",
          title: "Replica behind",
          description: "How far is the replica behind that is behind most? A primary shows 0.",
          queries: [{ expr: promql`max(${replicationLag})`, legend: "behind" }],
          unit: "s",
          limits: { alert: "ReplicationLag" },
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
          limits: { alert: "RedisMemoryHigh" },
          noValue: "no limit set",
        },
      ],
    },
    {
      title: "Since when?",
      panels: [
        {
          kind: "states",
          title: "Databases over time",
          description: "When did each database let its exporter in, and when not?",
          queries: [
            { expr: promql`min by (service) (${pgUp})`, legend: "{{service}}" },
            { expr: promql`min by (service) (${redisUp})`, legend: "{{service}}" },
          ],
          unit: "none",
          words: { 0: "down", 1: "up" },
          watchedBy: ["DatabaseDown", "RedisDown"],
          width: 12,
          height: 5,
        },
        {
          kind: "timeseries",
          title: "How full",
          description:
            "Which share is taken of the server's pool, of PostgreSQL's connections and of Redis's memory? The limit is that of connections.",
          queries: [
            { expr: poolUse, legend: "pool" },
            { expr: promql`max(${pgConnectionUse})`, legend: "connections" },
            { expr: redisMemoryShare, legend: "Redis memory" },
          ],
          unit: "percentunit",
          limits: { alert: "DatabaseTooManyConnections" },
          watchedBy: ["DatabaseConnectionPoolExhausted", "RedisMemoryHigh"],
          width: 6,
        },
        {
          kind: "timeseries",
          title: "Replication lag",
          description: "How far is a replica behind? A primary shows 0.",
          queries: [{ expr: promql`max by (service) (${replicationLag})`, legend: "{{service}}" }],
          unit: "s",
          limits: { alert: "ReplicationLag" },
          width: 6,
        },
        {
          kind: "timeseries",
          title: "Slowest statements by queryid",
          description: `Which statements take longest on average, of those that run at least 20 times in 5 minutes?${textOf}`,
          queries: [
            {
              expr: promql`(${greatest(5, where(pgStatementMean, database))}) or on () label_replace(vector(0), "queryid", "none ran 20 times in 5 minutes", "", "")`,
              legend: "{{queryid}}",
            },
          ],
          unit: "s",
          limits: { alert: "DatabaseSlowQueries" },
          many: true,
        },
      ],
    },
    {
      title: "Why? Connections and queries",
      panels: [
        {
          kind: "timeseries",
          title: "Pool",
          description: "How many connections of the server's pool are in use, and how many may be?",
          queries: [
            { expr: poolActive, legend: "in use, {{service}}" },
            { expr: poolSize, legend: "size, {{service}}", isLimit: true },
          ],
          unit: "short",
          watchedBy: ["DatabaseConnectionPoolExhausted"],
          width: 12,
        },
        {
          kind: "timeseries",
          title: "Connections by what they do",
          description: "Do connections work, wait for their client in a transaction, or idle?",
          queries: [
            {
              expr: promql`sum by (state) (${where(pgConnectionsByState, database)}) or on () label_replace(vector(0), "state", "none", "", "")`,
              legend: "{{state}}",
            },
          ],
          unit: "short",
          many: true,
        },
        {
          kind: "timeseries",
          title: "Oldest transaction by state",
          description:
            "Since when is the oldest transaction open, and does it work or idle? It holds locks and stops vacuum.",
          queries: [
            {
              expr: promql`max by (state) (${where(pgOldestTransaction, database)}) or on () label_replace(vector(0), "state", "none", "", "")`,
              legend: "{{state}}",
            },
          ],
          unit: "s",
          limits: { yellow: longTransactionSeconds },
          watchedBy: ["DatabaseSlowQueries"],
          many: true,
        },
        {
          kind: "timeseries",
          title: "Time by queryid",
          description: `Which statements take most of the database's time? 100 % is one connection that does nothing else.${textOf}`,
          queries: [
            {
              expr: promql`(${greatest(5, where(pgStatementTime, database))}) or on () label_replace(vector(0), "queryid", "none", "", "")`,
              legend: "{{queryid}}",
            },
          ],
          unit: "percentunit",
          many: true,
        },
        {
          kind: "timeseries",
          title: "Locks that stop others",
          description:
            "Which locks are held that make others wait? Those that every query takes are not shown.",
          queries: [
            {
              expr: promql`sum by (mode) (${where(pgLocksHeld, database)}) or on () label_replace(vector(0), "mode", "none", "", "")`,
              legend: "{{mode}}",
            },
          ],
          unit: "short",
        },
        {
          kind: "timeseries",
          title: "Deadlocks",
          description:
            "How often did transactions wait for each other until PostgreSQL ended one, in ten minutes?",
          queries: [
            {
              expr: promql`sum by (datname) (${where(pgDeadlocksLately, database)}) > 0 or on () label_replace(vector(0), "datname", "none", "", "")`,
              legend: "{{datname}}",
            },
          ],
          unit: "short",
          limits: { alert: "DatabaseDeadlocks" },
        },
        {
          kind: "timeseries",
          title: "Cache hits",
          description:
            "Which share of blocks comes from PostgreSQL's cache, in databases that read ten blocks a second and more? Under 95 % the disk is asked too often.",
          queries: [
            {
              expr: promql`min by (datname) (${where(pgCacheHits, database)}) or on () label_replace(vector(1), "datname", "too few to tell", "", "")`,
              legend: "{{datname}}",
            },
          ],
          unit: "percentunit",
          limits: { yellow: 0.95, bad: "below" },
        },
        {
          kind: "timeseries",
          title: "Transactions",
          description: "How many transactions a second end well, how many are rolled back?",
          queries: [
            {
              expr: promql`round(sum by (datname) (${where(pgCommitRate, database)}), 0.001) or on () label_replace(vector(0), "datname", "none", "", "")`,
              legend: "committed, {{datname}}",
            },
            {
              expr: promql`round(sum by (datname) (${where(pgRollbackRate, database)}), 0.001) or on () label_replace(vector(0), "datname", "none", "", "")`,
              legend: "rolled back, {{datname}}",
            },
          ],
          unit: "ops",
          many: true,
          width: 24,
        },
      ],
    },
    {
      title: "Will it last? Size and upkeep",
      panels: [
        {
          kind: "timeseries",
          title: "Size and forecast",
          description:
            "How big are the databases, and how big in a week if they go on growing as in these six hours?",
          queries: [
            { expr: size, legend: "{{datname}}" },
            {
              // A line through a few minutes would say anything; until there is an hour, the size itself.
              expr: promql`(predict_linear(${size}[6h], 7 * 86400) and ${size} offset 1h) or ${size}`,
              legend: "{{datname}} in a week",
            },
          ],
          unit: "bytes",
          step: "10m",
          watchedBy: ["DatabaseSizeGrowth"],
          many: true,
        },
        {
          kind: "timeseries",
          title: "Dead rows",
          description: "How many dead rows wait for vacuum? They slow every scan of their table.",
          queries: [
            {
              expr: greatest(5, where(pgDeadTuples, database)),
              legend: "{{datname}} {{relname}}",
            },
          ],
          unit: "short",
          many: true,
        },
        {
          kind: "timeseries",
          title: "Time until doubled",
          description:
            "When has a database doubled, at the pace of the last day? A year stands for a year or more.",
          queries: [
            {
              expr: promql`clamp_max(${size} / clamp_min((${size} - ${size} offset 1d) / 86400, 1) / 86400, 365) or ${size} * 0 + 365`,
              legend: "{{datname}}",
            },
          ],
          unit: "suffix:days",
          step: "10m",
          limits: { alert: "DatabaseSizeGrowth" },
          many: true,
        },
        {
          kind: "timeseries",
          title: "Transaction ids used",
          description:
            "Which share of its transaction ids has a database used? At 100 % PostgreSQL refuses every write.",
          queries: [
            {
              // The name's unit is the exporter's mistake: it counts transactions.
              expr: promql`max by (datname) (${where(pgTransactionIdAge, everyDatabase)}) / 2147483648`,
              legend: "{{datname}}",
            },
          ],
          unit: "percentunit",
          limits: { alert: "DatabaseWraparound" },
          many: true,
        },
        {
          kind: "table",
          title: "Last vacuum",
          description: "When was each table vacuumed last by PostgreSQL itself?",
          queries: [
            {
              expr: promql`max by (datname, relname) (${where(pgLastAutovacuum, database)}) * 1000`,
              legend: "{{relname}}",
            },
          ],
          unit: "dateTimeFromNow",
          words: { 0: "never" },
          columns: { datname: "database", relname: "table", Value: "vacuumed" },
          width: 12,
          height: 7,
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
          width: 6,
          height: 7,
        },
        {
          kind: "timeseries",
          title: "Write-ahead log",
          description:
            "How much disk does the write-ahead log take? A lost replica makes it grow without end.",
          queries: [{ expr: promql`max by (service) (${pgWalSize})`, legend: "{{service}}" }],
          unit: "bytes",
          width: 6,
          height: 7,
        },
      ],
    },
    {
      title: "Why? Redis",
      panels: [
        {
          kind: "timeseries",
          title: "Redis memory in use",
          description: "How much memory does Redis use, and how much may it?",
          queries: [
            { expr: redisMemoryUsed, legend: "in use" },
            { expr: promql`${redisMemoryMax} > 0`, legend: "limit", isLimit: true },
          ],
          unit: "bytes",
          watchedBy: ["RedisMemoryHigh"],
          width: 6,
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
          width: 6,
        },
        {
          kind: "timeseries",
          title: "Redis keys",
          description: "How many keys are there, by database?",
          queries: [
            {
              expr: promql`${redisKeys} > 0 or on () label_replace(vector(0), "db", "none", "", "")`,
              legend: "{{db}}",
            },
          ],
          unit: "short",
          width: 6,
        },
        {
          kind: "timeseries",
          title: "Redis commands",
          description: "How many commands a second does Redis answer?",
          queries: [{ expr: promql`sum(rate(${redisCommands}[$__rate_interval]))`, legend: "commands" }],
          unit: "ops",
          width: 6,
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
        },
        {
          kind: "timeseries",
          title: "Refused Redis clients",
          description: "How many clients were refused in five minutes because there were as many as allowed?",
          queries: [{ expr: promql`sum(increase(${redisRejections}[5m]))`, legend: "refused" }],
          unit: "short",
          limits: { red: 1 },
          watchedBy: ["RedisRejectedConnections"],
        },
      ],
    },
  ],
};
