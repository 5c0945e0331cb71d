import {
  counting,
  series,
  type Alert,
  type Growth,
  type InputSeries,
  type RuleGroup,
} from "@monitoring/alerting";
import { promql, recording, where } from "@monitoring/collection";
import { refunds } from "./metrics.ts";

const target = { job: "mcp-server", instance: "mcp-server:3001", service: "mcp-server" };

// One failed refund of two would be a share of a half.
const fewest = 10;

/** Refunds per second by service, over 5 minutes. */
export const refundRate = recording(
  "service:acme_refunds:rate5m",
  [],
  promql`sum by (service) (rate(${refunds}[5m]))`,
);

/** Share of refunds that fail; nothing where there are none. */
export const refundFailures = recording(
  "service:acme_refund_failures:ratio_rate5m",
  [],
  promql`sum by (service) (rate(${where(refunds, { outcome: "failed" })}[5m])) / (${refundRate} > 0)`,
);

const refunded = (outcome: "paid" | "failed", ...phases: readonly Growth[]): InputSeries =>
  series(refunds, { ...target, outcome }, counting(...phases));

/** Acme's own alert, with the proof that it works: without one it would not compile. */
export const refundsFail: Alert = {
  name: "AcmeRefundsFail",
  severity: "high",
  expr: (ratio) => promql`${refundFailures} > ${ratio} and ${refundRate} > ${fewest} / 300`,
  threshold: { value: 0.1, unit: "ratio" },
  for: "5m",
  summary: "{{ $value | humanizePercentage }} of refunds fail",
  description: "Customers were promised money back and do not get it: support hears of each one.",
  runbook: {
    checks: [
      {
        question: "Do all refunds fail, or some?",
        query: promql`sum by (outcome) (rate(${refunds}[5m]))`,
      },
      { question: "What does the server log about them?", command: "npm run logs -- mcp-server --since 10m" },
      { question: "Does the payment service answer?", command: "npm run status" },
    ],
    fix: ["Tell support to promise none for now.", "Refund by hand what the log lists as failed."],
  },
  // No drill makes refunds fail.
  fault: "none",
  inhibitedBy: ["McpServerDown"],
  fires: [
    {
      when: "13 of 100 refunds fail",
      interval: "15s",
      series: [refunded("paid", [100, 20], [87, 60]), refunded("failed", [0, 20], [13, 60])],
      at: "14m",
      labels: { service: "mcp-server" },
      summary: "13% of refunds fail",
    },
  ],
  quiet: [
    {
      kind: "below",
      when: "9 of 100 refunds fail",
      interval: "15s",
      series: [refunded("paid", [91, 80]), refunded("failed", [9, 80])],
      at: "20m",
    },
    {
      kind: "brief",
      when: "half of them fail for a minute",
      interval: "15s",
      series: [
        refunded("paid", [100, 20], [50, 4], [100, 56]),
        refunded("failed", [0, 20], [50, 4], [0, 56]),
      ],
      at: "20m",
    },
    {
      kind: "no-traffic",
      when: "one of two refunds in 5 minutes fails",
      interval: "15s",
      series: [refunded("paid", [0, 40], [1, 1], [0, 39]), refunded("failed", [0, 40], [1, 1], [0, 39])],
      at: "20m",
    },
  ],
};

/** Acme's rule file. */
export const refundRules: RuleGroup = {
  name: "acme-refunds",
  interval: "15s",
  recordings: [refundRate, refundFailures],
  alerts: [refundsFail],
};
