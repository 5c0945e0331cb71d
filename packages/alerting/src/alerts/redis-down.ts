import { healthCheckStatus, probeSuccess, promql, redisUp, up, where } from "@monitoring/collection";
import type { Alert } from "../alert.ts";
import { series } from "../scenario.ts";
import { unreachable, unreachableSummary } from "./unreachable.ts";

const exporter = { job: "redis", instance: "redis-exporter:9121", service: "redis" };
const port = { job: "blackbox", instance: "redis:6379", service: "redis", probe: "tcp_connect" };
// Neither is another Redis's exporter a sign, nor what other probes say of this one.
const another = { job: "redis", instance: "sessions-exporter:9121", service: "sessions" };
const otherProbes = [
  series(probeSuccess, { ...port, job: "own-probes" }, "1x40"),
  series(probeSuccess, { ...port, probe: "http_2xx" }, "1x40"),
];
const answersNot = "redis does not accept connections";
const unknown = "Whether redis is up is not known: its exporter does not say";

/** Quiet where no Redis is watched. */
export const redisDown: Alert = {
  name: "RedisDown",
  severity: "high",
  expr: unreachable(redisUp, "redis"),
  // More than two lost scrapes, and longer than a restart.
  for: "1m",
  summary: unreachableSummary,
  description:
    "The server has neither cache nor shared rate limits: tools answer slower, and limits hold for one process only, if at all.",
  runbook: {
    checks: [
      { question: "Does Redis run, and what did it log last?", command: "npm run logs -- redis --since 10m" },
      {
        question: "Is it Redis or only its exporter? 0 in redis_up is Redis; no value is the exporter.",
        command: "npm run logs -- redis-exporter --since 10m",
        query: promql`${redisUp}`,
      },
      { question: "Does the server reach it?", query: where(healthCheckStatus, { check_type: "redis" }) },
    ],
    fix: [
      "Start it: `docker start mcp-redis`; the exporter: `docker start mcp-redis-exporter`.",
      'If the exporter\'s log says "WRONGPASS" or "NOAUTH", see docs/own-databases.md.',
    ],
  },
  fault: "redis-stopped",
  fires: [
    {
      when: "Redis accepts no connection for a minute, a lost scrape among them",
      interval: "15s",
      series: [
        series(up, exporter, "1x5 0 1x20"),
        series(redisUp, exporter, "1x3 0x1 stale 0x4 1x10"),
        series(probeSuccess, port, "1x3 0x6 1x10"),
      ],
      at: "120s",
      until: "180s",
      labels: { service: "redis" },
      summary: answersNot,
    },
    {
      when: "its exporter is gone, so that only the port is known to be open",
      interval: "15s",
      series: [
        series(up, exporter, "1x3 0x20"),
        series(redisUp, exporter, "1x3 stale"),
        series(probeSuccess, port, "1x30"),
        series(probeSuccess, { ...port, instance: "redis-b:6379" }, "0x30"),
      ],
      at: "120s",
      labels: { service: "redis" },
      summary: unknown,
    },
    {
      when: "its machine is gone, and with it the answers of exporter and port",
      interval: "15s",
      series: [
        series(up, exporter, "1x3 0x20"),
        series(redisUp, exporter, "1x3 stale"),
        series(probeSuccess, port, "1x3 0x20"),
        series(redisUp, another, "1x30"),
        ...otherProbes,
      ],
      at: "120s",
      labels: { service: "redis" },
      summary: answersNot,
    },
    {
      when: "its exporter says nothing and nothing else watches it",
      interval: "15s",
      series: [series(up, exporter, "1 0x20"), series(up, another, "1x20"), series(redisUp, another, "1x20")],
      at: "60s",
      labels: { service: "redis" },
      summary: unknown,
    },
  ],
  quiet: [
    {
      kind: "healthy",
      when: "Redis accepts connections",
      interval: "15s",
      series: [
        series(up, exporter, "1x30"),
        series(redisUp, exporter, "1x30"),
        series(probeSuccess, port, "1x30"),
      ],
      at: "5m",
    },
    {
      kind: "lost-scrape",
      when: "one scrape of the exporter is lost",
      interval: "15s",
      series: [
        series(up, exporter, "1x3 0 1x20"),
        series(redisUp, exporter, "1x3 stale 1x20"),
        series(probeSuccess, port, "1x30"),
      ],
      at: "5m",
    },
    {
      kind: "restart",
      when: "a restart takes two scrapes",
      interval: "15s",
      series: [
        series(up, exporter, "1x30"),
        series(redisUp, exporter, "1x3 0x1 1x20"),
        series(probeSuccess, port, "1x30"),
      ],
      at: "5m",
    },
    {
      kind: "brief",
      when: "it is down for 45 seconds",
      interval: "15s",
      series: [series(up, exporter, "1x30"), series(redisUp, exporter, "1x3 0x3 1x20")],
      at: "5m",
    },
    {
      kind: "lookalike",
      when: "no Redis is watched and a database is down",
      interval: "15s",
      series: [
        series(up, { job: "postgres", instance: "postgres-exporter:9187", service: "postgres" }, "0x30"),
        series(probeSuccess, { ...port, instance: "postgres:5432", service: "postgres" }, "0x30"),
      ],
      at: "5m",
    },
  ],
};
