import {
  buckets,
  httpDurationP95,
  httpErrorRatio,
  httpRequestDuration,
  httpRequestRate,
  httpRequests,
  mcpHttpRecordings,
  promql,
  toolDurationP95,
  where,
} from "@monitoring/collection";
import type { Alert } from "../alert.ts";
import type { RuleGroup } from "../rule-group.ts";
import { mcpHttpScenarios } from "../recording-scenarios/mcp-http.ts";
import { counting, series, type Growth, type InputSeries } from "../scenario.ts";

const target = { job: "mcp-server", instance: "mcp-server:3001", service: "mcp-server" };
const labels = { service: "mcp-server" };

// One failed request of the few that come at night would be a high share and means nothing.
const minimumRequests = 20;
const busy = promql`${httpRequestRate} > ${minimumRequests} / 300`;

const requests = (status: string, values: string): InputSeries =>
  series(httpRequests, { ...target, method: "POST", path: "/mcp", status }, values);

const busyOther = series(
  httpRequests,
  {
    ...target,
    service: "billing-mcp",
    instance: "billing:3001",
    method: "POST",
    path: "/mcp",
    status: "200",
  },
  counting([100, 80]),
);

const highErrorRate: Alert = {
  name: "HighErrorRate",
  severity: "high",
  expr: (ratio) => promql`${httpErrorRatio} > ${ratio} and on (service) ${busy}`,
  threshold: { value: 0.01, unit: "ratio" },
  // As long as the window of the rate: one burst of errors is out of it again by then.
  for: "5m",
  summary: "{{ $labels.service }} answers {{ $value | humanizePercentage }} of requests with a server error",
  description:
    "Clients get HTTP 5xx instead of an answer: what they asked for did not happen, or they do not know whether it did.",
  runbook: {
    checks: [
      {
        question: "Which requests fail, and how?",
        query: promql`topk(5, sum by (method, path, status) (rate(${where(httpRequests, { status: /5../ })}[5m])))`,
      },
      {
        question: "What does the server log about them?",
        command: "npm run logs -- mcp-server --since 10m",
      },
      {
        question: "Is something down that it depends on?",
        command: "npm run status",
      },
    ],
    fix: [
      "Roll back, where it began with a deployment.",
      "Mend what it depends on; other alerts name it.",
      "Restart it where it does not recover by itself: `docker restart mcp-server`.",
    ],
  },
  fault: "http-errors",
  inhibitedBy: ["McpServerDown"],
  fires: [
    {
      when: "1.3 % of clients' requests are answered with 500, while scrapes are not",
      interval: "15s",
      series: [
        requests("200", counting([385, 140])),
        requests("500", counting([0, 40], [5, 40], [0, 60])),
        series(
          httpRequests,
          { ...target, method: "GET", path: "/metrics", status: "200" },
          counting([390, 140]),
        ),
      ],
      at: "19m",
      until: "1275s",
      labels,
      summary: "mcp-server answers 1.282% of requests with a server error",
    },
    {
      when: "six requests a minute come, and since it started the server has answered nothing but 503",
      interval: "10s",
      series: [requests("503", counting([1, 90]))],
      at: "510s",
      labels,
      summary: "mcp-server answers 100% of requests with a server error",
    },
  ],
  quiet: [
    {
      kind: "below",
      when: "1 % of requests fail",
      interval: "15s",
      series: [requests("200", counting([99, 60])), requests("500", counting([1, 60]))],
      at: "15m",
    },
    {
      kind: "brief",
      when: "every request fails for a quarter of a minute",
      interval: "15s",
      series: [
        requests("200", counting([30, 40], [0, 1], [30, 60])),
        requests("500", counting([0, 40], [30, 1], [0, 60])),
      ],
      at: "25m",
    },
    {
      kind: "no-traffic",
      when: "nobody asks anything",
      interval: "15s",
      series: [requests("200", "500x60"), requests("500", "3x60")],
      at: "15m",
    },
    {
      kind: "no-traffic",
      when: "20 requests come in five minutes and every one fails, while another server is busy",
      interval: "15s",
      series: [requests("200", "500x80"), requests("500", counting([1, 80])), busyOther],
      at: "20m",
    },
    {
      kind: "restart",
      when: "the server restarts and counts from 0 again",
      interval: "15s",
      series: [requests("200", "9000+30x20 0+30x40"), requests("500", "80x20 0x40")],
      at: "15m",
    },
    {
      kind: "lookalike",
      when: "probes of /health are answered with 503 and clients get their answers",
      interval: "15s",
      series: [
        requests("200", counting([30, 60])),
        series(httpRequests, { ...target, method: "GET", path: "/health", status: "503" }, counting([3, 60])),
      ],
      at: "15m",
    },
  ],
};

const bounds = ["0.1", "1.0", "2.5", "5.0", "+Inf"];
const fast = [100, 100, 100, 100, 100];
// The 95th percentile lies between 2.5 and 5 seconds.
const slow = [80, 90, 94, 100, 100];

/** A hundred requests a sample, of which so many take at most each of the bounds. */
const durations = (...phases: readonly (readonly [perBound: readonly number[], samples: number])[]) => [
  ...bounds.map((le, i) =>
    series(
      buckets(httpRequestDuration),
      { ...target, method: "POST", path: "/mcp", le },
      counting(...phases.map(([perBound, samples]): Growth => [perBound[i] ?? 0, samples])),
    ),
  ),
  requests("200", counting(...phases.map(([, samples]): Growth => [100, samples]))),
];

/** A slow request a sample. */
const few = (samples: number): InputSeries[] => [
  ...bounds.map((le, i) =>
    series(
      buckets(httpRequestDuration),
      { ...target, method: "POST", path: "/mcp", le },
      counting([i < 3 ? 0 : 1, samples]),
    ),
  ),
  requests("200", counting([1, samples])),
];

const highResponseTime: Alert = {
  name: "HighResponseTime",
  severity: "warning",
  expr: (limit) => promql`${httpDurationP95} > ${limit} and on (service) ${busy}`,
  threshold: { value: 2, unit: "seconds" },
  // Slow answers harm little by the minute; ten minutes tell a trend from a batch of large requests.
  for: "10m",
  summary:
    "{{ $labels.service }} takes {{ $value | humanizeDuration }} for the slowest twentieth of requests",
  description:
    "One request in twenty takes longer than two seconds: people who wait for an assistant notice, and clients with short time-outs give up.",
  runbook: {
    checks: [
      { question: "Which tool is slow?", query: promql`topk(5, ${toolDurationP95})` },
      {
        question: "Is the server short of processor time?",
        query: promql`rate(process_cpu_seconds_total{job="mcp-server"}[5m])`,
      },
      { question: "What does it log?", command: "npm run logs -- mcp-server --since 10m" },
    ],
    fix: [
      "Where one tool is slow, see McpToolSlow.",
      "Where all are slow and the load grew, add a replica or processor time.",
      "Where the database is slow, look at its alerts and longest queries.",
    ],
  },
  fault: "http-slow",
  inhibitedBy: ["McpServerDown"],
  fires: [
    {
      when: "6 % of requests take between 2.5 and 5 seconds",
      interval: "15s",
      series: durations([fast, 20], [slow, 80], [fast, 40]),
      at: "1095s",
      until: "1605s",
      labels,
      summary: "mcp-server takes 2.917s for the slowest twentieth of requests",
    },
    {
      when: "six requests a minute come, and each takes between 2.5 and 5 seconds",
      interval: "10s",
      series: few(120),
      at: "810s",
      labels,
      summary: "mcp-server takes 4.875s for the slowest twentieth of requests",
    },
  ],
  quiet: [
    {
      kind: "below",
      when: "the 95th percentile is two seconds, which is a bound of this server's buckets",
      interval: "15s",
      series: [
        ...[["1.0", 0] as const, ["2.0", 38] as const, ["5.0", 40] as const, ["+Inf", 40] as const].map(
          ([le, count]) =>
            series(
              buckets(httpRequestDuration),
              { ...target, method: "POST", path: "/mcp", le },
              counting([count, 80]),
            ),
        ),
        requests("200", counting([40, 80])),
      ],
      at: "20m",
    },
    {
      kind: "brief",
      when: "requests are slow for four minutes",
      interval: "15s",
      series: durations([fast, 20], [slow, 16], [fast, 60]),
      at: "24m",
    },
    {
      kind: "no-traffic",
      when: "20 requests come in five minutes, and are slow, while another server is busy",
      interval: "15s",
      series: [...few(80), busyOther],
      at: "20m",
    },
    {
      kind: "lookalike",
      when: "scrapes are slow and clients' requests are not",
      interval: "15s",
      series: [
        ...durations([fast, 80]),
        ...bounds.map((le, i) =>
          series(
            buckets(httpRequestDuration),
            { ...target, method: "GET", path: "/metrics", le },
            counting([i < 3 ? 0 : 100, 80]),
          ),
        ),
      ],
      at: "20m",
    },
    {
      kind: "restart",
      when: "the server restarts and its first requests are slow",
      interval: "15s",
      series: durations([slow, 4], [fast, 60]),
      at: "15m",
    },
  ],
};

/** What clients see of the MCP server over HTTP. Blind to tool errors, which travel over HTTP 200. */
export const mcpHttpRules: RuleGroup = {
  name: "mcp-http",
  interval: "15s",
  recordings: mcpHttpRecordings,
  scenarios: mcpHttpScenarios,
  alerts: [highErrorRate, highResponseTime],
};
