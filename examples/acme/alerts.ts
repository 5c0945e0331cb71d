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
      series: [
        refunded("paid", [100, 20], [87, 60], [100, 40]),
        refunded("failed", [0, 20], [13, 60], [0, 40]),
      ],
      at: "14m",
      until: "1275s",
      labels: { service: "mcp-server" },
      summary: "13% of refunds fail",
    },
    {
      when: "hardly more than ten refunds are asked for in five minutes, and none is paid",
      interval: "30s",
      series: [refunded("failed", [1.05, 40])],
      at: "600s",
      labels: { service: "mcp-server" },
      summary: "100% of refunds fail",
    },
  ],
  quiet: [
    {
      kind: "below",
      when: "10 of 100 refunds fail",
      interval: "15s",
      series: [refunded("paid", [90, 80]), refunded("failed", [10, 80])],
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
      when: "ten refunds are asked for in five minutes, and none is paid",
      interval: "30s",
      series: [refunded("failed", [1, 40])],
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
  scenarios: [
    {
      when: "half of the refunds of two replicas fail, and another service makes none",
      interval: "30s",
      series: [
        refunded("paid", [1, 20]),
        refunded("failed", [1, 20]),
        ...(["paid", "failed"] as const).map((outcome) =>
          series(refunds, { ...target, instance: "mcp-server-b:3001", outcome }, counting([1, 20])),
        ),
        series(refunds, { ...target, service: "idle", outcome: "failed" }, "0x20"),
      ],
      recording: refundFailures,
      at: "10m",
      gives: [{ labels: { service: "mcp-server" }, value: 0.5 }],
    },
  ],
};
