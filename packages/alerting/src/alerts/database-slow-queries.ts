import {
  pgActivity,
  pgStatementCalls,
  pgStatementSeconds,
  pgTransactionDuration,
  promql,
} from "@monitoring/collection";
import type { Alert } from "../alert.ts";
import { series } from "../scenario.ts";

const target = { job: "postgres", instance: "postgres-exporter:9187", service: "postgres" };
const statement = { ...target, datname: "customer_success", queryid: "42", user: "customer_success" };
const transaction = {
  ...target,
  datname: "customer_success",
  usename: "customer_success",
  application_name: "mcp-server",
  backend_type: "client backend",
  state: "active",
};

// So that one slow report tells nobody: its mean is its only run.
const minimumCalls = 20;
/** Five minutes: by then a client has given up, while its transaction still holds locks and keeps VACUUM from its work. */
export const longTransactionSeconds = 300;
// Backups and maintenance take long because they should.
const patient = `backend_type="client backend", application_name!~"pg_.*|vacuumdb|reindexdb"`;

/**
 * Two signs in one row, both in seconds: the mean of a statement, where pg_stat_statements is there, and the age of a
 * transaction, which any PostgreSQL tells.
 */
export const databaseSlowQueries: Alert = {
  name: "DatabaseSlowQueries",
  severity: "warning",
  expr: (
    threshold,
  ) => promql`max by (service, datname) (rate(${pgStatementSeconds}[5m]) / rate(${pgStatementCalls}[5m]) and increase(${pgStatementCalls}[5m]) >= ${minimumCalls}) > ${threshold}
or max by (service, datname) (last_over_time(${pgTransactionDuration}{${patient}}[1m])) > ${longTransactionSeconds}`,
  threshold: { value: 1, unit: "seconds in the mean" },
  for: "2m",
  summary: "A statement or transaction in {{ $labels.datname }} takes {{ $value | humanizeDuration }}",
  description:
    "People wait for tools that read the database. A transaction that stays open also holds locks, for which others wait.",
  runbook: {
    checks: [
      {
        question:
          "Is a transaction open for long, and whose? `idle in transaction` is a client that forgot it.",
        query: promql`topk(5, max by (datname, usename, application_name, state) (${pgTransactionDuration}))`,
      },
      {
        question: "Which statements take the most time? (needs pg_stat_statements)",
        query: promql`topk(5, sum by (datname, queryid) (rate(${pgStatementSeconds}[5m])))`,
      },
      {
        question: "What do they wait for?",
        command:
          'docker exec mcp-postgres psql -U customer_success -c "SELECT pid, now() - xact_start AS age, wait_event_type, wait_event, left(query, 80) FROM pg_stat_activity WHERE xact_start IS NOT NULL ORDER BY xact_start LIMIT 10"',
        query: promql`sum by (datname, wait_event_type, wait_event) (${pgActivity}{state="active"}) > 0`,
      },
    ],
    fix: [
      "End the transaction: `SELECT pg_cancel_backend(pid)`, and `pg_terminate_backend(pid)` if that does not help.",
      "Look at the statement's plan (`EXPLAIN (ANALYZE, BUFFERS)`): an index is missing, or the table's statistics are old.",
      "Set `statement_timeout` and `idle_in_transaction_session_timeout` for the server's role.",
    ],
  },
  fault: "long-transaction",
  inhibitedBy: ["DatabaseDown"],
  fires: [
    {
      when: "a statement that runs once a second takes 1.2 seconds in the mean",
      interval: "15s",
      series: [
        series(pgStatementSeconds, statement, "1000+18x40"),
        series(pgStatementCalls, statement, "5000+15x40"),
        series(pgStatementSeconds, { ...statement, queryid: "43" }, "1000+6x40"),
        series(pgStatementCalls, { ...statement, queryid: "43" }, "5000+15x40"),
      ],
      // 20 calls are counted from 15 s on.
      at: "135s",
      labels: { datname: "customer_success", service: "postgres" },
      summary: "A statement or transaction in customer_success takes 1.2s",
    },
    {
      when: "a transaction stays open for more than seven minutes, a lost scrape among them",
      interval: "15s",
      series: [series(pgTransactionDuration, transaction, "0+15x24 stale 390+15x6 0x10")],
      at: "435s",
      until: "495s",
      labels: { datname: "customer_success", service: "postgres" },
      summary: "A statement or transaction in customer_success takes 7m 15s",
    },
    {
      when: "a statement that runs 20 times in five minutes takes 1.2 seconds in the mean",
      interval: "15s",
      series: [
        series(pgStatementSeconds, statement, "1000+1.2x40"),
        series(pgStatementCalls, statement, "5000+1x40"),
      ],
      at: "405s",
      labels: { datname: "customer_success", service: "postgres" },
      summary: "A statement or transaction in customer_success takes 1.2s",
    },
    {
      when: "of two transactions one is open for long, of which three scrapes in a row tell nothing, and then none",
      interval: "15s",
      series: [
        series(pgTransactionDuration, transaction, "400x5 _x3 400x5 _x20"),
        series(pgTransactionDuration, { ...transaction, usename: "reports" }, "3x40"),
      ],
      at: "120s",
      // A minute after the last answer.
      until: "270s",
      labels: { datname: "customer_success", service: "postgres" },
      summary: "A statement or transaction in customer_success takes 6m 40s",
    },
  ],
  quiet: [
    {
      kind: "below",
      when: "the mean is a second, and the longest transaction takes five minutes",
      interval: "15s",
      series: [
        series(pgStatementSeconds, statement, "1000+15x40"),
        series(pgStatementCalls, statement, "5000+15x40"),
        series(pgTransactionDuration, transaction, "300x40"),
      ],
      at: "10m",
    },
    {
      kind: "brief",
      when: "a transaction takes six minutes and a half",
      interval: "15s",
      series: [series(pgTransactionDuration, transaction, "0+15x26 0x20")],
      at: "11m",
    },
    {
      kind: "no-traffic",
      when: "a report takes half a minute, three times in five minutes",
      interval: "15s",
      series: [
        series(pgStatementSeconds, statement, "100x3 130x5 160x5 190x40"),
        series(pgStatementCalls, statement, "10x3 11x5 12x5 13x40"),
      ],
      at: "10m",
    },
    {
      kind: "no-traffic",
      when: "a slow statement runs 18 times in five minutes",
      interval: "1m",
      series: [
        series(pgStatementSeconds, statement, "1000+7.2x40"),
        series(pgStatementCalls, statement, "5000+3.6x40"),
      ],
      at: "40m",
    },
    {
      kind: "lookalike",
      when: "a backup takes an hour, and so does what tidies up",
      interval: "1m",
      series: [
        ...["pg_dump", "vacuumdb", "reindexdb"].map((application_name) =>
          series(pgTransactionDuration, { ...transaction, application_name }, "0+60x60"),
        ),
        series(pgTransactionDuration, { ...transaction, backend_type: "autovacuum worker" }, "0+60x60"),
      ],
      at: "1h",
    },
    {
      kind: "restart",
      when: "the statistics of statements start again",
      interval: "15s",
      series: [
        series(pgStatementSeconds, statement, "1000+1x20 0+1x20"),
        series(pgStatementCalls, statement, "5000+15x20 0+15x20"),
      ],
      at: "10m",
    },
  ],
};
