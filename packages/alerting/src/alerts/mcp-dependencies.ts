import {
  healthCheckResponseTime,
  healthCheckStatus,
  poolActive,
  poolSize,
  probeSuccess,
  promql,
  toolDurationP95,
} from "@monitoring/collection";
import type { Alert } from "../alert.ts";
import type { RuleGroup } from "../rule-group.ts";
import { series } from "../scenario.ts";

const target = { job: "mcp-server", instance: "mcp-server:3001", service: "mcp-server" };
const check = { ...target, check_type: "crm" };

const healthCheckFailing: Alert = {
  name: "HealthCheckFailing",
  severity: "critical",
  // The best of half a minute, so that a lost scrape does not begin `for` anew.
  expr: promql`min by (service, check_type) (max_over_time(${healthCheckStatus}[30s])) < 1`,
  // With the half minute above, a minute: a check that hangs once (2 s) or a restart of what is checked is over by then.
  for: "30s",
  summary: "{{ $labels.service }} reports that its {{ $labels.check_type }} does not work",
  description:
    "The server itself says that something it needs does not answer: tools that use it fail, and a load balancer takes the server out.",
  runbook: {
    checks: [
      {
        question: "What does the check say, and since when?",
        command: "npm run logs -- mcp-server --since 10m",
      },
      {
        question: "Does it time out (2,000 ms and more) or is it refused at once?",
        query: promql`max by (service, check_type) (${healthCheckResponseTime})`,
      },
      {
        question: "Is what it asks down for others, too?",
        command: "npm run status",
        query: promql`${probeSuccess} == 0`,
      },
    ],
    fix: [
      "Start what is down: `docker start mcp-postgres`, `docker start mcp-redis`.",
      "Where it is an outside service, tell its owner; its tools fail until it is back.",
      "Where only the server cannot reach it: `docker restart mcp-server`.",
    ],
  },
  fault: "health-check-failing",
  // An outside service that fails while the database is down is still told by IntegrationDown.
  inhibitedBy: ["McpServerDown", "DatabaseDown"],
  fires: [
    {
      when: "a check has failed for more than a minute",
      interval: "5s",
      series: [series(healthCheckStatus, check, "1x12 0x40 1x20")],
      at: "2m",
      until: "270s",
      labels: { service: "mcp-server", check_type: "crm" },
      summary: "mcp-server reports that its crm does not work",
    },
    {
      when: "a check fails and a scrape is lost meanwhile",
      interval: "5s",
      series: [series(healthCheckStatus, check, "1x12 0x7 _ 0x40")],
      at: "2m",
      labels: { service: "mcp-server", check_type: "crm" },
      summary: "mcp-server reports that its crm does not work",
    },
    {
      when: "one of two replicas cannot reach what the other one can",
      interval: "5s",
      series: [
        series(healthCheckStatus, check, "1x52"),
        series(healthCheckStatus, { ...check, instance: "mcp-server-b:3001" }, "1x12 0x40"),
      ],
      at: "2m",
      labels: { service: "mcp-server", check_type: "crm" },
      summary: "mcp-server reports that its crm does not work",
    },
  ],
  quiet: [
    {
      kind: "brief",
      when: "a check fails for 55 seconds",
      interval: "5s",
      series: [series(healthCheckStatus, check, "1x12 0x10 1x20")],
      at: "4m",
    },
    {
      kind: "lost-scrape",
      when: "a scrape is lost while all is well",
      interval: "5s",
      series: [series(healthCheckStatus, check, "1x12 _ 1x20")],
      at: "2m",
    },
    {
      kind: "restart",
      when: "the server restarts and its checks run for the first time 25 seconds later",
      interval: "5s",
      series: [series(healthCheckStatus, check, "1x12 _x3 0x4 1x20")],
      at: "3m",
    },
    {
      kind: "lookalike",
      when: "a check of a server without an integration is not there",
      interval: "5s",
      series: [series(healthCheckStatus, { ...target, check_type: "database" }, "1x40")],
      at: "3m",
    },
  ],
};

const databaseConnectionPoolExhausted: Alert = {
  name: "DatabaseConnectionPoolExhausted",
  severity: "critical",
  // Means of a minute: a pool that is full at the moment of a scrape and free a second later does its work.
  expr: (share) =>
    promql`max by (service, instance) (avg_over_time(${poolActive}[1m]) / avg_over_time(${poolSize}[1m])) > ${share}`,
  threshold: { value: 0.9, unit: "ratio" },
  for: "1m",
  summary: "{{ $labels.service }} uses {{ $value | humanizePercentage }} of its database connections",
  description:
    "No connection is left: every tool call that needs the database waits, then fails. Clients see time-outs.",
  runbook: {
    checks: [
      {
        question: "Are connections held by slow calls?",
        query: promql`topk(5, ${toolDurationP95})`,
      },
      {
        question: "What do the connections do in the database?",
        command: `docker exec mcp-postgres psql -U customer_success -c "select state, wait_event_type, count(*), max(now() - query_start) from pg_stat_activity group by 1, 2"`,
      },
      {
        question: "Did the load grow, or did connections stop coming back?",
        query: promql`${poolActive} / ${poolSize}`,
      },
    ],
    fix: [
      "End what holds connections for minutes: `select pg_terminate_backend(pid) from pg_stat_activity where state = 'idle in transaction' and now() - state_change > interval '5 minutes'`.",
      "Restart the server where connections are lost in it: `docker restart mcp-server`.",
      "Enlarge the pool where the load grew, as long as the database's max_connections allows it.",
    ],
  },
  fault: "pool-exhausted",
  inhibitedBy: ["McpServerDown", "DatabaseDown"],
  fires: [
    {
      when: "every connection has been in use for two minutes",
      interval: "5s",
      series: [series(poolActive, target, "3x24 10x40 3x30"), series(poolSize, target, "10x100")],
      at: "235s",
      until: "335s",
      labels: { service: "mcp-server", instance: "mcp-server:3001" },
      summary: "mcp-server uses 100% of its database connections",
    },
    {
      when: "19 of 20 connections are in use and a scrape is lost meanwhile",
      interval: "5s",
      series: [series(poolActive, target, "19x8 _ 19x30"), series(poolSize, target, "20x8 _ 20x30")],
      at: "1m",
      labels: { service: "mcp-server", instance: "mcp-server:3001" },
      summary: "mcp-server uses 95% of its database connections",
    },
    {
      when: "the pool becomes half as large and is in full use",
      interval: "5s",
      series: [series(poolActive, target, "10x80"), series(poolSize, target, "20x24 10x30 20x20")],
      at: "235s",
      until: "285s",
      labels: { service: "mcp-server", instance: "mcp-server:3001" },
      summary: "mcp-server uses 100% of its database connections",
    },
  ],
  quiet: [
    {
      kind: "below",
      when: "18 of 20 connections are in use",
      interval: "5s",
      series: [series(poolActive, target, "18x60"), series(poolSize, target, "20x60")],
      at: "5m",
    },
    {
      kind: "brief",
      when: "every connection is in use for 95 seconds",
      interval: "5s",
      series: [series(poolActive, target, "3x24 10x18 3x30"), series(poolSize, target, "10x100")],
      at: "6m",
    },
    {
      kind: "lost-scrape",
      when: "a scrape is lost",
      interval: "5s",
      series: [series(poolActive, target, "3x10 _ 3x20"), series(poolSize, target, "10x10 _ 10x20")],
      at: "2m",
    },
    {
      kind: "restart",
      when: "the server opens its pool after a restart",
      interval: "5s",
      series: [series(poolActive, target, "3x10 _x4 10x4 3x30"), series(poolSize, target, "10x10 _x4 10x35")],
      at: "3m",
    },
  ],
};

/** What the MCP server says about what it depends on. Every 5 s, because somebody is woken by it. */
export const mcpDependencyRules: RuleGroup = {
  name: "mcp-dependencies",
  interval: "5s",
  recordings: [],
  alerts: [healthCheckFailing, databaseConnectionPoolExhausted],
};
