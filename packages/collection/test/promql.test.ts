import { describe, expect, test } from "@jest/globals";
import { buckets, counter, histogram, promql, where } from "../src/index.ts";

const requests = counter("requests_total", ["method", "status"], "requests");
const duration = histogram("duration_seconds", ["path"], "time");

describe("promql", () => {
  test("remembers each metric that was put in, with the labels selected on", () => {
    const expr = promql`sum(rate(${where(requests, { status: /5../, job: "api" })}[5m])) / sum(rate(${requests}[5m]))`;
    expect(expr).toEqual({
      text: 'sum(rate(requests_total{status=~"5..", job="api"}[5m])) / sum(rate(requests_total[5m]))',
      reads: [
        { metric: "requests_total", labels: ["status", "job"] },
        { metric: "requests_total", labels: [] },
      ],
    });
  });

  test("keeps what an inner expression reads", () => {
    const inner = promql`rate(${buckets(duration)}[5m])`;
    expect(promql`histogram_quantile(${0.95}, ${inner})`).toEqual({
      text: "histogram_quantile(0.95, rate(duration_seconds_bucket[5m]))",
      reads: [{ metric: "duration_seconds_bucket", labels: [] }],
    });
  });

  test("escapes a label value that tries to leave its quotes", () => {
    expect(where(requests, { method: '"} or up{x="' }).text).toBe(
      'requests_total{method="\\"} or up{x=\\""}',
    );
  });

  test("selects by several matchers of one label, and by what it must not be", () => {
    expect(where(requests, { status: [/$status/, { not: /[13]../ }], method: { not: /HEAD/ } })).toEqual({
      text: 'requests_total{status=~"$status", status!~"[13]..", method!~"HEAD"}',
      reads: [{ metric: "requests_total", labels: ["status", "method"] }],
    });
  });

  test("refuses a label that the metric does not have", () => {
    // @ts-expect-error -- `path` is not among the labels of requests_total
    expect(where(requests, { path: "/" }).text).toBe('requests_total{path="/"}');
  });
});
