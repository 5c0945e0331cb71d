import { describe, expect, test } from "@jest/globals";
import { gauge, promql } from "@monitoring/collection";
import { burnSpeeds, expression, sloAlert, sloRecordings, type Slo } from "../src/index.ts";

const check = { question: "Why?", query: promql`up` };
const slo: Slo = {
  name: "Delivery",
  label: "delivery",
  objective: 0.995,
  period: "30d",
  failure: "parcels of {{ $labels.service }} are late",
  meaning: "People wait.",
  bad: gauge("service:late:rate5m", [], "late"),
  total: gauge("service:sent:rate5m", [], "sent"),
  minimumTraffic: 0.1,
  runbook: { checks: [check, check, check], fix: ["Hurry."] },
  fault: "none",
  inhibitedBy: ["PostClosed"],
  series: () => [{ series: "sent", values: "0+1x10" }],
};
const [fast, slow] = burnSpeeds;

describe("an objective", () => {
  test("becomes ratios over the windows of its alerts, guarded against too little traffic", () => {
    expect(sloRecordings(slo, fast).map(({ name, expr }) => [name, expr.text])).toEqual([
      ["service:slo_delivery_errors:ratio_rate5m", "service:late:rate5m / (service:sent:rate5m > 0.1)"],
      [
        "service:slo_delivery_errors:ratio_rate1h",
        "avg_over_time(service:late:rate5m[1h]) / (avg_over_time(service:sent:rate5m[1h]) > 0.1)",
      ],
      [
        "service:slo_delivery_errors:ratio_rate30m",
        "avg_over_time(service:late:rate5m[30m]) / (avg_over_time(service:sent:rate5m[30m]) > 0.1)",
      ],
      [
        "service:slo_delivery_errors:ratio_rate6h",
        "avg_over_time(service:late:rate5m[6h]) / (avg_over_time(service:sent:rate5m[6h]) > 0.1)",
      ],
    ]);
  });

  test("pages when its budget is gone within days", () => {
    const alert = sloAlert(slo, fast);
    expect(alert).toMatchObject({
      name: "SloDeliveryBurnFast",
      severity: "critical",
      threshold: { value: 0.005 },
      inhibitedBy: ["PostClosed"],
      description: expect.stringContaining("99.5 % good over 30d"),
    });
    expect(expression(alert).text).toBe(
      "(service:slo_delivery_errors:ratio_rate1h > 14.4 * 0.005 and service:slo_delivery_errors:ratio_rate5m > 14.4 * 0.005) or " +
        "(service:slo_delivery_errors:ratio_rate6h > 6 * 0.005 and service:slo_delivery_errors:ratio_rate30m > 6 * 0.005)",
    );
  });

  test("makes a ticket when its budget will not last, unless it pages already", () => {
    expect(sloAlert(slo, slow)).toMatchObject({
      name: "SloDeliveryBurnSlow",
      severity: "warning",
      inhibitedBy: ["PostClosed", "SloDeliveryBurnFast"],
    });
  });

  test("has two scenarios for each of its burn rates", () => {
    expect(sloAlert(slo, fast).fires.map(({ when, at, until }) => [when, at, until])).toEqual([
      ["9% of events have been bad for a while, 18 times what the objective allows", "24900s", "25500s"],
      ["3.75% of events have been bad for a while, 7.5 times what the objective allows", "39300s", "40200s"],
      ["7.92% of events are bad over 1h, and over the last 5m", "420s", "720s"],
      ["3.3% of events are bad over 6h, and over the last 30m", "420s", "720s"],
    ]);
  });
});
