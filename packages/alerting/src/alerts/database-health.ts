import {
  pgActivity,
  pgConnectionUse,
  pgConnections,
  pgDeadlocks,
  pgMaxConnections,
  pgReservedConnections,
  promql,
  where,
} from "@monitoring/collection";
import type { Alert } from "../alert.ts";
import type { RuleGroup } from "../rule-group.ts";
import { connectionScenarios } from "../recording-scenarios/postgres.ts";
import { series } from "../scenario.ts";
import { databaseSlowQueries } from "./database-slow-queries.ts";
import { replicationLag } from "./replication-lag.ts";

const target = { job: "postgres", instance: "postgres-exporter:9187", service: "postgres" };
const database = { ...target, datid: "16384", datname: "customer_success" };

// 103 connections of which three are kept for superusers: applications get 100.
const limits = [
  series(pgMaxConnections, { ...target, server: "postgres:5432" }, "103x60"),
  series(pgReservedConnections, { ...target, server: "postgres:5432" }, "3x60"),
];

const databaseTooManyConnections: Alert = {
  name: "DatabaseTooManyConnections",
  severity: "high",
  expr: (threshold) => promql`${pgConnectionUse} > ${threshold}`,
  threshold: { value: 0.8, unit: "ratio" },
  // Longer than two pools overlap during a deploy.
  for: "1m",
  keepFiringFor: "2m",
  summary:
    "{{ $value | humanizePercentage }} of the connections that {{ $labels.service }} allows are in use",
  description:
    "At the limit PostgreSQL refuses every further connection: tools fail that need one, and monitoring cannot look either.",
  runbook: {
    checks: [
      {
        question:
          "Who holds the connections, and what for? Many idle ones are a pool that is too large or leaks.",
        query: promql`sum by (usename, application_name, state) (${pgActivity}) > 0`,
      },
      {
        question: "Did it grow slowly (a leak) or at once (traffic, a deploy)?",
        query: promql`sum by (datname) (${pgConnections})`,
      },
      {
        question: "Which sessions are the oldest?",
        command:
          'docker exec mcp-postgres psql -U customer_success -c "SELECT pid, usename, application_name, state, state_change FROM pg_stat_activity ORDER BY state_change LIMIT 20"',
      },
    ],
    fix: [
      "Restart the client that leaks them.",
      "End sessions that are idle: `SELECT pg_terminate_backend(pid)`.",
      "Make the pools smaller, put a pooler in front, or raise `max_connections` (needs a restart and memory).",
    ],
  },
  fault: "connections-exhausted",
  inhibitedBy: ["DatabaseDown"],
  fires: [
    {
      when: "85 of 100 connections are in use for a minute, a lost scrape among them",
      interval: "15s",
      series: [
        ...limits,
        series(pgConnections, database, "10x3 70x2 stale 70x6 10x30"),
        series(pgConnections, { ...database, datid: "5", datname: "postgres" }, "1x3 15x2 stale 15x6 1x30"),
      ],
      at: "120s",
      // Down at 225 s, and two minutes more in case it comes back.
      until: "345s",
      labels: { instance: "postgres-exporter:9187", service: "postgres" },
      summary: "85% of the connections that postgres allows are in use",
    },
  ],
  quiet: [
    {
      kind: "below",
      when: "80 of 100 connections are in use",
      interval: "15s",
      series: [...limits, series(pgConnections, database, "80x40")],
      at: "10m",
    },
    {
      kind: "brief",
      when: "all are in use for 45 seconds, as when a deploy's two pools overlap",
      interval: "15s",
      series: [...limits, series(pgConnections, database, "40x3 100x3 40x30")],
      at: "9m",
    },
    {
      kind: "lost-scrape",
      when: "a scrape is lost",
      interval: "15s",
      series: [...limits, series(pgConnections, database, "40x3 stale 40x30")],
      at: "8m",
    },
  ],
};

const databaseDeadlocks: Alert = {
  name: "DatabaseDeadlocks",
  severity: "high",
  // One now and then is normal where two calls meet, and is repeated; several in a row are code that locks in two orders.
  expr: (threshold) =>
    promql`round(sum by (service, datname) (increase(${pgDeadlocks}[10m]))) > ${threshold}`,
  threshold: { value: 3, unit: "deadlocks in 10 minutes" },
  // The ten minutes of the expression are its patience.
  for: "0s",
  summary: "{{ $value }} deadlocks in {{ $labels.datname }} within 10 minutes",
  description:
    "Transactions wait for each other until PostgreSQL fails one of them: tool calls take longer, and some fail.",
  runbook: {
    checks: [
      {
        question: "Which statements waited for each other? PostgreSQL logs both.",
        command: "npm run logs -- postgres --since 15m | grep -A 8 'deadlock detected'",
      },
      { question: "Since when, and how many?", query: promql`increase(${pgDeadlocks}[5m])` },
      {
        question: "Do transactions wait for locks now?",
        query: where(pgActivity, { wait_event_type: "Lock" }),
      },
    ],
    fix: [
      "If it began with a deploy, roll back.",
      "Lock rows in the same order everywhere, keep transactions short, and repeat the one that failed.",
    ],
  },
  fault: "deadlock",
  inhibitedBy: ["DatabaseDown"],
  fires: [
    {
      when: "the fourth deadlock within ten minutes happens",
      interval: "15s",
      series: [series(pgDeadlocks, database, "0x4 1 2 3 4x60")],
      at: "120s",
      // The first has left the window of ten minutes.
      until: "660s",
      labels: { datname: "customer_success", service: "postgres" },
      summary: "4 deadlocks in customer_success within 10 minutes",
    },
    {
      when: "two happen in each of two servers that have a database of this name",
      interval: "15s",
      series: ["postgres", "postgres-b"].map((name) =>
        series(pgDeadlocks, { ...database, instance: `${name}-exporter:9187` }, "0x4 1 2x60"),
      ),
      at: "90s",
      labels: { datname: "customer_success", service: "postgres" },
      summary: "4 deadlocks in customer_success within 10 minutes",
    },
  ],
  quiet: [
    {
      kind: "below",
      when: "three happen within ten minutes",
      interval: "15s",
      series: [series(pgDeadlocks, database, "7x4 8 9 10x60")],
      at: "15m",
    },
    {
      kind: "healthy",
      when: "there was none since the statistics began",
      interval: "15s",
      series: [series(pgDeadlocks, database, "0x60")],
      at: "15m",
    },
    {
      kind: "restart",
      when: "the counter starts again",
      interval: "15s",
      series: [series(pgDeadlocks, database, "40x8 0x50")],
      at: "14m",
    },
    {
      kind: "lookalike",
      when: "there is one every five minutes",
      interval: "1m",
      series: [series(pgDeadlocks, database, "5x4 6x4 7x4 8x4 9x4 10x4 11x4")],
      at: "34m",
    },
  ],
};

/** How the database copes with what is asked of it. */
export const databaseHealthRules: RuleGroup = {
  name: "database-health",
  interval: "15s",
  recordings: [pgConnectionUse],
  scenarios: connectionScenarios,
  alerts: [databaseTooManyConnections, databaseDeadlocks, databaseSlowQueries, replicationLag],
};
