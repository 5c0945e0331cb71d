import { pgDatabaseSize, pgSize, pgTransactionIdAge, promql } from "@monitoring/collection";
import type { Alert } from "../alert.ts";
import type { RuleGroup } from "../rule-group.ts";
import { sizeScenarios } from "../recording-scenarios/postgres.ts";
import { series } from "../scenario.ts";

const target = { job: "postgres", instance: "postgres-exporter:9187", service: "postgres" };
const database = { ...target, datname: "customer_success" };

// A database below 1 GiB that doubles is no news.
const smallest = 2 ** 30;
// Where PostgreSQL stops accepting writes, nearly: https://www.postgresql.org/docs/current/routine-vacuuming.html
const transactionIds = 2 ** 31;

const databaseSizeGrowth: Alert = {
  name: "DatabaseSizeGrowth",
  severity: "warning",
  // Whole days are compared, so that a nightly job's ups and downs cancel out, and two of them, so that one import does
  // not count as growth.
  expr: (days) => promql`${pgSize} / ((${pgSize} - ${pgSize} offset 1d) > 0) < ${days}
and ${pgSize} / ((${pgSize} offset 1d - ${pgSize} offset 2d) > 0) < ${days}
and ${pgSize} > ${smallest}`,
  threshold: { value: 7, unit: "days until it has doubled", bad: "below" },
  for: "1h",
  summary: `{{ $labels.datname }} grows so fast that it doubles within {{ printf "%.1f" $value }} days`,
  description:
    "Nothing is broken yet. If it goes on, queries become slow and the disk full, which stops the database.",
  runbook: {
    checks: [
      {
        question: "Since when does it grow, and how fast?",
        query: promql`max by (datname) (${pgDatabaseSize})`,
      },
      {
        question: "Which tables grow?",
        command:
          'docker exec mcp-postgres psql -U customer_success -c "SELECT relname, pg_size_pretty(pg_total_relation_size(relid)) FROM pg_stat_user_tables ORDER BY pg_total_relation_size(relid) DESC LIMIT 10"',
      },
      {
        question: "Is it rows or dead rows that VACUUM does not get at?",
        query: promql`topk(5, pg_stat_user_tables_n_dead_tup)`,
      },
    ],
    fix: [
      "If dead rows pile up, end the transaction that is open for days, then `VACUUM` the table.",
      "Delete or archive what nobody needs; `VACUUM FULL` gives its space back, but locks the table.",
      "Give the database a larger disk before it is full.",
    ],
  },
  fault: "database-growth",
  fires: [
    {
      when: "two days in a row it grew by a sixth",
      interval: "1h",
      series: [series(pgDatabaseSize, database, "100000000000+1000000000x60 160000000000x20")],
      // Two days of samples, and the hour.
      at: "49h",
      until: "62h",
      labels: { datname: "customer_success", service: "postgres" },
      summary: "customer_success grows so fast that it doubles within 6.2 days",
    },
    {
      when: "it doubled twice and is a little over 1 GiB now",
      interval: "15m",
      step: "15m",
      series: [series(pgDatabaseSize, database, "268435456x95 536870912x95 1181116006x10")],
      at: "49h",
      labels: { datname: "customer_success", service: "postgres" },
      summary: "customer_success grows so fast that it doubles within 1.8 days",
    },
  ],
  quiet: [
    {
      kind: "below",
      when: "at its rate it doubles in more than eight days",
      interval: "1h",
      series: [series(pgDatabaseSize, database, "150000000000+1000000000x60")],
      at: "60h",
    },
    {
      kind: "below",
      when: "it doubled twice and is 1 GiB now",
      interval: "1h",
      series: [series(pgDatabaseSize, database, "268435456x23 536870912x23 1073741824x23")],
      at: "71h",
    },
    {
      kind: "below",
      when: "it grew a lot, and at the rate of the last day doubles in seven days",
      interval: "1h",
      series: [series(pgDatabaseSize, database, "30000000000x23 42000000000x23 49000000000x23")],
      at: "71h",
    },
    {
      kind: "below",
      when: "it grows a lot, and at the rate of the day before doubled in seven days",
      interval: "1h",
      series: [series(pgDatabaseSize, database, "28000000000x23 35000000000x23 49000000000x23")],
      at: "71h",
    },
    {
      kind: "lookalike",
      when: "an import makes it half as large again at once",
      interval: "1h",
      series: [series(pgDatabaseSize, database, "100000000000x48 150000000000x72")],
      at: "120h",
    },
    {
      kind: "lookalike",
      when: "a small database doubles every day",
      interval: "1h",
      series: [series(pgDatabaseSize, database, "8000000+400000x72")],
      at: "72h",
    },
    {
      kind: "restart",
      when: "monitoring is a day old",
      interval: "1h",
      series: [series(pgDatabaseSize, database, "100000000000+9000000000x30")],
      at: "30h",
    },
  ],
};

const databaseWraparound: Alert = {
  name: "DatabaseWraparound",
  severity: "high",
  // VACUUM begins to freeze old rows at a tenth of the ids; at a half it has not got through for long.
  expr: (threshold) =>
    promql`max by (service, datname) (last_over_time(${pgTransactionIdAge}[5m])) / ${transactionIds} > ${threshold}`,
  threshold: { value: 0.5, unit: "ratio" },
  for: "1h",
  summary: "{{ $labels.datname }} has used {{ $value | humanizePercentage }} of its transaction ids",
  description:
    "Tools still work. When the ids run out, PostgreSQL refuses every write until somebody has vacuumed by hand.",
  runbook: {
    checks: [
      {
        question: "How fast does it go?",
        query: promql`max by (datname) (${pgTransactionIdAge})`,
      },
      {
        question: "Which tables hold it up?",
        command:
          "docker exec mcp-postgres psql -U customer_success -c \"SELECT relname, age(relfrozenxid) FROM pg_class WHERE relkind IN ('r', 't', 'm') ORDER BY 2 DESC LIMIT 10\"",
      },
      {
        question:
          "Does an old transaction, a replication slot or a prepared transaction keep VACUUM from freezing?",
        command:
          'docker exec mcp-postgres psql -U customer_success -c "SELECT pid, age(backend_xmin), xact_start FROM pg_stat_activity WHERE backend_xmin IS NOT NULL ORDER BY 2 DESC LIMIT 5" -c "SELECT slot_name, age(xmin), age(catalog_xmin) FROM pg_replication_slots" -c "SELECT gid, prepared FROM pg_prepared_xacts"',
      },
    ],
    fix: [
      "End the oldest transaction, drop the slot that nobody reads, finish the prepared transaction.",
      "`VACUUM (FREEZE)` the tables that hold it up, the oldest first.",
    ],
  },
  fault: "transaction-ids-used",
  fires: [
    {
      when: "more than half of the ids are used",
      interval: "1h",
      series: [series(pgTransactionIdAge, database, "1050000000x2 1288490188.8x8 200000000x5")],
      at: "4h",
      until: "12h",
      labels: { datname: "customer_success", service: "postgres" },
      summary: "customer_success has used 60% of its transaction ids",
    },
    {
      when: "more than half of the ids are used for an hour, though a replica knows of less",
      interval: "1m",
      step: "1m",
      series: [
        series(pgTransactionIdAge, database, "1050000000x5 1288490188.8x70 200000000x10"),
        series(pgTransactionIdAge, { ...database, instance: "replica-exporter:9187" }, "900000000x90"),
      ],
      at: "66m",
      until: "77m",
      labels: { datname: "customer_success", service: "postgres" },
      summary: "customer_success has used 60% of its transaction ids",
    },
    {
      when: "more than half of the ids are used, and no scrape is answered for four minutes and then none any more",
      interval: "1m",
      step: "1m",
      series: [series(pgTransactionIdAge, database, "1288490188.8x30 _x4 1288490188.8x30 _x20")],
      at: "60m",
      // Five minutes after the last answer.
      until: "70m",
      labels: { datname: "customer_success", service: "postgres" },
      summary: "customer_success has used 60% of its transaction ids",
    },
  ],
  quiet: [
    {
      kind: "below",
      when: "half of the ids are used",
      interval: "1h",
      series: [series(pgTransactionIdAge, database, "1073741824x10")],
      at: "10h",
    },
    {
      kind: "lookalike",
      when: "VACUUM freezes as it should, at 200 million transactions",
      interval: "1h",
      series: [series(pgTransactionIdAge, database, "0+40000000x5 10000000+40000000x5")],
      at: "10h",
    },
  ],
};

/** What becomes a fault in days. */
export const databaseGrowthRules: RuleGroup = {
  name: "database-growth",
  interval: "1m",
  testStep: "1h",
  recordings: [pgSize],
  scenarios: sizeScenarios,
  alerts: [databaseSizeGrowth, databaseWraparound],
};
