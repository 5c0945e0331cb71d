import {
  promql,
  redisClients,
  redisEvictedKeys,
  redisKeys,
  redisMemoryMax,
  redisMemoryUsed,
  redisRejections,
} from "@monitoring/collection";
import type { Alert } from "../alert.ts";
import type { RuleGroup } from "../rule-group.ts";
import { series } from "../scenario.ts";
import { redisDown } from "./redis-down.ts";

const exporter = { job: "redis", instance: "redis-exporter:9121", service: "redis" };

const redisMemoryHigh: Alert = {
  name: "RedisMemoryHigh",
  severity: "warning",
  // A limit of 0 is none.
  expr: (threshold) =>
    promql`max by (service, instance) (last_over_time(${redisMemoryUsed}[1m]) / (last_over_time(${redisMemoryMax}[1m]) > 0)) > ${threshold}`,
  threshold: { value: 0.9, unit: "ratio" },
  for: "5m",
  keepFiringFor: "5m",
  summary: "{{ $labels.service }} uses {{ $value | humanizePercentage }} of its memory",
  description:
    "At the limit Redis drops keys or refuses writes, as its policy says: cached answers are computed again, and rate limits may be forgotten.",
  runbook: {
    checks: [
      {
        question: "Does it drop keys already? Where it only caches, that may be fine.",
        query: promql`rate(${redisEvictedKeys}[5m])`,
      },
      { question: "Do keys pile up? Perhaps some have no time to live.", query: promql`${redisKeys} > 0` },
      {
        question: "What is its policy, and which keys are large?",
        command: "docker exec -it mcp-redis redis-cli --askpass --bigkeys",
      },
    ],
    fix: [
      "Give keys a time to live, or delete what nobody reads.",
      "Raise `maxmemory`, and with it the container's limit.",
      "Where dropping keys is fine, raise this alert's threshold or switch it off (docs/alerts.md).",
    ],
  },
  fault: "redis-filled",
  inhibitedBy: ["RedisDown"],
  fires: [
    {
      when: "92 % of the memory is used for five minutes, a lost scrape among them",
      interval: "15s",
      series: [
        series(redisMemoryMax, exporter, "100000000x70"),
        series(redisMemoryUsed, exporter, "50000000x3 92000000x6 stale 92000000x18 50000000x30"),
        // Another job asks a replica that the same exporter looks at.
        series(redisMemoryMax, { ...exporter, job: "redis-replica" }, "200000000x70"),
        series(redisMemoryUsed, { ...exporter, job: "redis-replica" }, "50000000x70"),
      ],
      at: "360s",
      // Free again at 465 s, and five minutes more in case it fills again.
      until: "765s",
      labels: { instance: "redis-exporter:9121", service: "redis" },
      summary: "redis uses 92% of its memory",
    },
    {
      when: "its limit is lowered to a little over what is used, and raised again",
      interval: "15s",
      series: [
        series(redisMemoryMax, exporter, "200000000x3 100000000x30 200000000x40"),
        series(redisMemoryUsed, exporter, "92000000x80"),
      ],
      at: "360s",
      until: "825s",
      labels: { instance: "redis-exporter:9121", service: "redis" },
      summary: "redis uses 92% of its memory",
    },
    {
      when: "three scrapes in a row of a Redis that is full are lost, and then all",
      interval: "15s",
      series: [
        series(redisMemoryMax, exporter, "100000000x10 _x3 100000000x10 _x40"),
        series(redisMemoryUsed, exporter, "92000000x10 _x3 92000000x20 _x40"),
      ],
      at: "300s",
      // A minute after the last limit, at 360 s, and five minutes more.
      until: "720s",
      labels: { instance: "redis-exporter:9121", service: "redis" },
      summary: "redis uses 92% of its memory",
    },
    {
      when: "three scrapes in a row of a Redis that is full are lost, and then all but the limit",
      interval: "15s",
      series: [
        series(redisMemoryMax, exporter, "100000000x80"),
        series(redisMemoryUsed, exporter, "92000000x10 _x3 92000000x10 _x50"),
      ],
      at: "300s",
      until: "720s",
      labels: { instance: "redis-exporter:9121", service: "redis" },
      summary: "redis uses 92% of its memory",
    },
  ],
  quiet: [
    {
      kind: "below",
      when: "90 % are used",
      interval: "15s",
      series: [
        series(redisMemoryMax, exporter, "100000000x60"),
        series(redisMemoryUsed, exporter, "90000000x60"),
      ],
      at: "15m",
    },
    {
      kind: "lookalike",
      when: "there is no limit",
      interval: "15s",
      series: [series(redisMemoryMax, exporter, "0x60"), series(redisMemoryUsed, exporter, "8000000000x60")],
      at: "15m",
    },
    {
      kind: "brief",
      when: "it is full for four minutes and a half",
      interval: "15s",
      series: [
        series(redisMemoryMax, exporter, "100000000x60"),
        series(redisMemoryUsed, exporter, "50000000x3 100000000x18 50000000x30"),
      ],
      at: "12m",
    },
    {
      kind: "lost-scrape",
      when: "a scrape is lost",
      interval: "15s",
      series: [
        series(redisMemoryMax, exporter, "100000000x3 stale 100000000x30"),
        series(redisMemoryUsed, exporter, "50000000x3 stale 50000000x30"),
      ],
      at: "8m",
    },
  ],
};

const redisRejectedConnections: Alert = {
  name: "RedisRejectedConnections",
  severity: "high",
  // Redis counts a refusal only at `maxclients`, 10000 by default: one is already too many.
  expr: promql`sum by (service) (increase(${redisRejections}[5m])) > 0`,
  for: "0s",
  summary: `{{ $labels.service }} refused {{ printf "%.0f" $value }} connections within 5 minutes`,
  description:
    "Redis has as many clients as it may have: whatever part of the server comes next gets no connection.",
  runbook: {
    checks: [
      { question: "How many clients are there, and since when?", query: promql`${redisClients}` },
      { question: "Who are they?", command: "docker exec -it mcp-redis redis-cli --askpass CLIENT LIST" },
      { question: "Does it still refuse?", query: promql`increase(${redisRejections}[1m])` },
    ],
    fix: [
      "Restart the client that leaks connections.",
      "Set `timeout` so that Redis closes idle ones, or raise `maxclients`.",
    ],
  },
  fault: "redis-clients-exhausted",
  inhibitedBy: ["RedisDown"],
  fires: [
    {
      when: "it refuses connections",
      interval: "15s",
      series: [series(redisRejections, exporter, "0x3 8x40")],
      at: "60s",
      until: "345s",
      labels: { service: "redis" },
      summary: "redis refused 8 connections within 5 minutes",
    },
    {
      when: "it refuses the first connection of all",
      interval: "15s",
      series: [series(redisRejections, exporter, "0 1x40")],
      at: "15s",
      labels: { service: "redis" },
      summary: "redis refused 1 connections within 5 minutes",
    },
    {
      when: "two replicas refuse some each",
      interval: "15s",
      series: [
        series(redisRejections, exporter, "0 8x40"),
        series(redisRejections, { ...exporter, instance: "redis-exporter-b:9121" }, "0 4x40"),
      ],
      at: "15s",
      labels: { service: "redis" },
      summary: "redis refused 12 connections within 5 minutes",
    },
  ],
  quiet: [
    {
      kind: "healthy",
      when: "it refused some long ago",
      interval: "15s",
      series: [series(redisRejections, exporter, "12x40")],
      at: "10m",
    },
    {
      kind: "restart",
      when: "Redis restarts and counts from 0",
      interval: "15s",
      series: [series(redisRejections, exporter, "12x8 0x30")],
      at: "9m",
    },
  ],
};

/** Cache and rate limits. */
export const redisRules: RuleGroup = {
  name: "redis",
  interval: "15s",
  recordings: [],
  alerts: [redisDown, redisMemoryHigh, redisRejectedConnections],
};
