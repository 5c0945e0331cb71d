import { healthCheckStatus, pgUp, probeSuccess, promql, up, where } from "@monitoring/collection";
import type { Alert } from "../alert.ts";
import type { RuleGroup } from "../rule-group.ts";
import { series } from "../scenario.ts";
import { unreachable, unreachableSummary } from "./unreachable.ts";

const exporter = { job: "postgres", instance: "postgres-exporter:9187", service: "postgres" };
const port = { job: "blackbox", instance: "postgres:5432", service: "postgres", probe: "tcp_connect" };
// Neither is another database's exporter a sign, nor what other probes say of this one.
const another = { job: "postgres", instance: "billing-exporter:9187", service: "billing-db" };
const otherProbes = [
  series(probeSuccess, { ...port, job: "own-probes" }, "1x40"),
  series(probeSuccess, { ...port, probe: "http_2xx" }, "1x40"),
];
const answersNot = "postgres does not accept connections";
const unknown = "Whether postgres is up is not known: its exporter does not say";

const databaseDown: Alert = {
  name: "DatabaseDown",
  severity: "critical",
  expr: unreachable(pgUp, "postgres"),
  // Longer than a restart (under 30 s) takes, so that a deploy pages nobody.
  for: "30s",
  summary: unreachableSummary,
  description:
    "Nothing can be read from or written to the database, or nobody can tell: every tool that needs customer data fails.",
  runbook: {
    checks: [
      {
        question: "Does PostgreSQL run, and what did it log last?",
        command: "npm run logs -- postgres --since 10m",
      },
      {
        question:
          "Is it PostgreSQL or only its exporter? 0 in pg_up is PostgreSQL; no value is the exporter.",
        command: "npm run logs -- postgres-exporter --since 10m",
        query: promql`${pgUp}`,
      },
      {
        question: "Does the server reach it?",
        query: where(healthCheckStatus, { check_type: "database" }),
      },
    ],
    fix: [
      "Start it: `docker start mcp-postgres`; the exporter: `docker start mcp-postgres-exporter`.",
      'If the log says "password authentication failed" or "no pg_hba.conf entry", see docs/own-databases.md.',
      "If the disk is full, make room first: PostgreSQL does not start without.",
    ],
  },
  fault: "database-stopped",
  // Without new samples every series seems to be gone.
  inhibitedBy: ["PrometheusWritesFailing"],
  fires: [
    {
      when: "PostgreSQL has accepted no connection for longer than a restart takes",
      interval: "5s",
      series: [
        series(up, exporter, "1x40"),
        series(pgUp, exporter, "1x6 0x12 1x6"),
        series(probeSuccess, port, "1x40"),
      ],
      at: "65s",
      until: "100s",
      labels: { service: "postgres" },
      summary: answersNot,
    },
    {
      when: "PostgreSQL hangs, so that one of its ports is open and its exporter answers nothing",
      interval: "5s",
      series: [
        series(up, exporter, "1x6 0x12"),
        series(pgUp, exporter, "1x6 stale"),
        series(probeSuccess, port, "1x40"),
        series(probeSuccess, { ...port, instance: "postgres-b:5432" }, "0x40"),
      ],
      at: "65s",
      labels: { service: "postgres" },
      summary: unknown,
    },
    {
      when: "its machine is gone, and with it the answers of exporter and port",
      interval: "5s",
      series: [
        series(up, exporter, "1x6 0x12"),
        series(pgUp, exporter, "1x6 stale"),
        series(probeSuccess, port, "1x6 0x12"),
        ...otherProbes,
      ],
      at: "65s",
      labels: { service: "postgres" },
      summary: answersNot,
    },
    {
      when: "PostgreSQL is down and a scrape is lost meanwhile",
      interval: "5s",
      series: [
        series(up, exporter, "1x9 0 1x10"),
        series(pgUp, exporter, "1x6 0x2 stale 0x10"),
        series(probeSuccess, port, "1x40"),
      ],
      at: "65s",
      labels: { service: "postgres" },
      summary: answersNot,
    },
    {
      when: "the exporter answers without a word about PostgreSQL and is gone then, and nothing else watches it",
      interval: "5s",
      series: [series(up, exporter, "1 0x20"), series(up, another, "1x20"), series(pgUp, another, "1x20")],
      at: "30s",
      labels: { service: "postgres" },
      summary: unknown,
    },
    {
      when: "a database is probed that no exporter measures",
      interval: "5s",
      series: [series(probeSuccess, port, "1x20"), series(pgUp, another, "1x20")],
      at: "30s",
      labels: { service: "postgres" },
      summary: unknown,
    },
  ],
  quiet: [
    {
      kind: "healthy",
      when: "PostgreSQL accepts connections",
      interval: "5s",
      series: [
        series(up, exporter, "1x30"),
        series(pgUp, exporter, "1x30"),
        series(probeSuccess, port, "1x30"),
      ],
      at: "120s",
    },
    {
      kind: "lost-scrape",
      when: "one scrape of the exporter is lost",
      interval: "5s",
      series: [
        series(up, exporter, "1x6 0 1x20"),
        series(pgUp, exporter, "1x6 stale 1x20"),
        series(probeSuccess, port, "1x30"),
      ],
      at: "120s",
    },
    {
      kind: "restart",
      when: "a restart takes 25 seconds",
      interval: "5s",
      series: [
        series(up, exporter, "1x30"),
        series(pgUp, exporter, "1x6 0x4 1x20"),
        series(probeSuccess, port, "1x6 0x4 1x20"),
      ],
      at: "120s",
    },
    {
      kind: "lookalike",
      when: "another service's port is shut and no database is watched",
      interval: "5s",
      series: [
        series(
          probeSuccess,
          { job: "blackbox", instance: "redis:6379", service: "redis", probe: "tcp_connect" },
          "0x30",
        ),
        series(up, { job: "redis", instance: "redis-exporter:9121", service: "redis" }, "0x30"),
      ],
      at: "120s",
    },
  ],
};

/** Whether the database is there. Every 5 s, so that a page comes within a minute of the fault. */
export const databaseDownRules: RuleGroup = {
  name: "database-down",
  interval: "5s",
  recordings: [],
  alerts: [databaseDown],
};
