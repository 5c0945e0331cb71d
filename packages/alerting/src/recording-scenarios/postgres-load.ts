import {
  pgActivity,
  pgBlocksHit,
  pgBlocksRead,
  pgCacheHits,
  pgCommitRate,
  pgCommits,
  pgConnectionsByProgram,
  pgConnectionsByState,
  pgDeadlocks,
  pgDeadlocksLately,
  pgLocks,
  pgLocksHeld,
  pgOldestTransaction,
  pgRollbackRate,
  pgRollbacks,
  pgStatementCalls,
  pgStatementMean,
  pgStatementSeconds,
  pgStatementTime,
  pgTransactionDuration,
  type Recording,
} from "@monitoring/collection";
import { series, type InputSeries, type RecordedSample, type RecordingScenario } from "../scenario.ts";
import { lookedAt, uneven } from "./uneven.ts";

/** Of one of the exporters that tell of a service. */
const exporter = (service: string, replica = "a") => ({
  job: "postgres",
  instance: `${service}-${replica}:9187`,
  service,
});
const steady = (value: number): string => `${value}x45`;

function scenario(
  recording: Recording,
  when: string,
  input: readonly InputSeries[],
  gives: readonly RecordedSample[],
): RecordingScenario {
  return { recording, when, interval: "15s", series: input, at: lookedAt, gives };
}

/** A row of pg_stat_activity: what, by whom, in which state, in which database, of which server. */
const activity = (
  metric: typeof pgActivity,
  value: number,
  application_name: string,
  state: string,
  datname = "crm",
  service = "postgres",
): InputSeries =>
  series(metric, { ...exporter(service), datname, state, application_name, usename: "app" }, steady(value));

const activities = (metric: typeof pgActivity): readonly InputSeries[] => [
  activity(metric, 2, "server", "active"),
  activity(metric, 3, "report", "active"),
  activity(metric, 1, "report", "idle"),
  activity(metric, 4, "server", "active", "audit"),
  activity(metric, 0, "server", "disabled", "audit"),
  activity(metric, 0, "gone", "idle", "audit"),
  activity(metric, 1, "psql", "idle in transaction"),
  activity(metric, 7, "server", "active", "crm", "replica"),
];

const inState = (value: number, state: string, datname = "crm", service = "postgres"): RecordedSample => ({
  labels: { service, datname, state },
  value,
});

const elsewhere = [
  inState(1, "idle"),
  inState(4, "active", "audit"),
  inState(1, "idle in transaction"),
  inState(7, "active", "crm", "replica"),
];

const byProgram = (value: number, application_name: string, service = "postgres"): RecordedSample => ({
  labels: { service, application_name },
  value,
});

const lock = (
  value: number,
  mode: string,
  replica = "a",
  datname = "crm",
  service = "postgres",
): InputSeries => series(pgLocks, { ...exporter(service, replica), datname, mode }, steady(value));
const held = (value: number, mode: string, datname = "crm", service = "postgres"): RecordedSample => ({
  labels: { service, datname, mode },
  value,
});

type Counter = typeof pgCommits;
/** A counter of a database, of which two exporters tell; another server has one of that name, too. */
const counted = (counter: Counter, values: (amount: number) => string): readonly InputSeries[] => [
  series(counter, { ...exporter("postgres"), datid: "1", datname: "crm" }, values(3)),
  series(counter, { ...exporter("postgres", "b"), datid: "1", datname: "crm" }, values(2)),
  series(counter, { ...exporter("postgres"), datid: "2", datname: "audit" }, values(0.5)),
  series(counter, { ...exporter("postgres"), datid: "3", datname: "template1" }, values(0)),
  series(counter, { ...exporter("replica"), datid: "1", datname: "crm" }, values(8)),
];
const ofDatabase = (value: number, datname: string, service = "postgres"): RecordedSample => ({
  labels: { service, datname },
  value,
});
const transactions = [ofDatabase(5, "crm"), ofDatabase(0.5, "audit"), ofDatabase(8, "crm", "replica")];

/** Blocks per second that were in the cache, and that were not. */
const blocks = (
  datname: string,
  hit: number,
  read: number,
  replica = "a",
  service = "postgres",
): readonly InputSeries[] => [
  series(pgBlocksHit, { ...exporter(service, replica), datid: datname, datname }, uneven(hit)),
  series(pgBlocksRead, { ...exporter(service, replica), datid: datname, datname }, uneven(read)),
];

/** Of five samples that grow by 4 in five minutes, Prometheus makes 5 without rounding. */
const exactly = { interval: "1m", at: "10m" } as const;

/** What panels show of what the database is busy with. */
export const postgresLoadScenarios: readonly RecordingScenario[] = [
  scenario(
    pgConnectionsByState,
    "programs are connected to two databases of one server, and one to another server",
    activities(pgActivity),
    [inState(5, "active"), ...elsewhere],
  ),
  scenario(
    pgConnectionsByProgram,
    "programs are connected to two databases of one server, and one to another server",
    activities(pgActivity),
    [byProgram(6, "server"), byProgram(4, "report"), byProgram(1, "psql"), byProgram(7, "server", "replica")],
  ),
  scenario(
    pgOldestTransaction,
    "programs have transactions open in two databases of one server, and one of another",
    activities(pgTransactionDuration),
    [inState(3, "active"), ...elsewhere],
  ),
  scenario(
    pgLocksHeld,
    "locks are held that make others wait, others that do not, and none",
    [
      lock(2, "accessexclusivelock"),
      lock(3, "accessexclusivelock", "b"),
      lock(1, "sharelock"),
      lock(6, "rowexclusivelock", "a", "audit"),
      lock(4, "sharelock", "a", "crm", "replica"),
      lock(0, "exclusivelock"),
      lock(9, "accesssharelock"),
    ],
    [
      held(5, "accessexclusivelock"),
      held(1, "sharelock"),
      held(6, "rowexclusivelock", "audit"),
      held(4, "sharelock", "crm", "replica"),
    ],
  ),
  scenario(
    pgCommitRate,
    "transactions end well in some databases, seldom or not at all in others",
    counted(pgCommits, uneven),
    transactions,
  ),
  scenario(
    pgRollbackRate,
    "transactions are rolled back in some databases, seldom or not at all in others",
    counted(pgRollbacks, uneven),
    transactions,
  ),
  scenario(
    pgCacheHits,
    "databases read much, hardly enough and too little",
    [
      ...blocks("crm", 60, 20),
      ...blocks("crm", 15, 5, "b"),
      ...blocks("crm", 90, 10, "a", "replica"),
      ...blocks("audit", 10, 0.5),
      ...blocks("seldom", 9, 0.5),
    ],
    [ofDatabase(0.75, "crm"), ofDatabase(0.9, "crm", "replica"), ofDatabase(0.952381, "audit")],
  ),
  {
    recording: pgCacheHits,
    when: "a database reads exactly ten blocks a second",
    ...exactly,
    series: [
      series(pgBlocksHit, { ...exporter("postgres"), datid: "1", datname: "crm" }, "0+600x10"),
      series(pgBlocksRead, { ...exporter("postgres"), datid: "1", datname: "crm" }, "5x10"),
    ],
    gives: [],
  },
  {
    recording: pgDeadlocksLately,
    when: "there were some more than ten minutes ago, and some since",
    interval: "30s",
    series: counted(
      pgDeadlocks,
      (amount) => `1x10 ${amount + 5}x13 ${2 * amount + 6}x12 ${3 * amount + 6}x5`,
    ),
    at: "20m",
    gives: [
      ofDatabase(13, "crm"),
      ofDatabase(2, "audit"),
      ofDatabase(1, "template1"),
      ofDatabase(18, "crm", "replica"),
    ],
  },
];

/** How many times and for how many seconds a second a statement runs, for one user. */
const statement = (
  queryid: string,
  perSecond: number,
  takes: number,
  user = "app",
  { datname = "crm", service = "postgres" } = {},
): readonly InputSeries[] => {
  const labels = { ...exporter(service), datname, queryid, user };
  return [
    series(pgStatementCalls, labels, uneven(perSecond)),
    series(pgStatementSeconds, labels, uneven(takes)),
  ];
};
const ofStatement = (
  value: number,
  queryid: string,
  { datname = "crm", service = "postgres" } = {},
): RecordedSample => ({ labels: { service, datname, queryid }, value });

/** What panels show of statements. */
export const statementScenarios: readonly RecordingScenario[] = [
  scenario(
    pgStatementMean,
    "statements of two users and one that a user never ran, of other databases and servers, and that run too seldom",
    [
      ...statement("1", 0.05, 0.01),
      ...statement("1", 0.04, 0.02, "report"),
      ...statement("1", 0, 0, "nobody"),
      ...statement("2", 0.5, 0.05),
      ...statement("1", 0.5, 0.4, "app", { datname: "audit" }),
      ...statement("1", 0.5, 0.3, "app", { service: "replica" }),
      ...statement("seldom", 0.065, 5),
      ...statement("often", 0.069, 0.0138),
      ...statement("never", 0, 0),
    ],
    [
      ofStatement(0.5, "1"),
      ofStatement(0.1, "2"),
      ofStatement(0.8, "1", { datname: "audit" }),
      ofStatement(0.6, "1", { service: "replica" }),
      ofStatement(0.2, "often"),
    ],
  ),
  {
    recording: pgStatementMean,
    when: "a statement runs exactly 20 times in five minutes",
    ...exactly,
    series: [
      series(
        pgStatementCalls,
        { ...exporter("postgres"), datname: "crm", queryid: "1", user: "app" },
        "0+4x10",
      ),
      series(
        pgStatementSeconds,
        { ...exporter("postgres"), datname: "crm", queryid: "1", user: "app" },
        "0+2x10",
      ),
    ],
    gives: [ofStatement(0.5, "1")],
  },
  scenario(
    pgStatementTime,
    "one server runs eleven statements, one of them for two users, and another one two, one of which takes no time",
    [
      ...Array.from({ length: 11 }, (_, i) => statement(String(i), 1, 0.01 * (i + 1))).flat(),
      ...statement("10", 1, 0.04, "report"),
      ...statement("10", 1, 0.05, "app", { datname: "audit", service: "replica" }),
      ...statement("1", 1, 0, "app", { service: "replica" }),
    ],
    [
      ...Array.from({ length: 9 }, (_, i) => ofStatement(0.01 * (i + 2), String(i + 1))),
      ofStatement(0.15, "10"),
      ofStatement(0.05, "10", { datname: "audit", service: "replica" }),
    ],
  ),
];
