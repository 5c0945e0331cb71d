import { describe, expect, test } from "@jest/globals";
import { parsePromql, promqlSeconds } from "../src/index.ts";

describe("what a PromQL text reads", () => {
  test("is each selector with its conditions", () => {
    const { selectors, errors } = parsePromql(
      `sum by (service) (rate(http_requests_total{status=~"5..", job!="x"}[5m])) > on (service) up`,
    );
    expect(errors).toEqual([]);
    expect(selectors.map(({ metric, matchers }) => [metric, matchers])).toEqual([
      [
        "http_requests_total",
        [
          { label: "status", op: "=~", value: "5.." },
          { label: "job", op: "!=", value: "x" },
        ],
      ],
      ["up", []],
    ]);
  });

  test("includes a metric that is named by __name__, and none where a selector names none", () => {
    expect(parsePromql(`{__name__="a:b", x="1"} or {job="y"}`).selectors).toMatchObject([
      { metric: "a:b", matchers: [{ label: "x", op: "=", value: "1" }], from: 0 },
      { metric: undefined, matchers: [{ label: "job", op: "=", value: "y" }], from: 27 },
    ]);
  });

  test("includes names that are only described, and quoted ones", () => {
    expect(parsePromql(`{__name__=~"pg_.+"} or {"a.b", "c.d"="1"}`).selectors).toMatchObject([
      { metric: undefined, matchers: [], nameMatchers: [{ label: "__name__", op: "=~", value: "pg_.+" }] },
      { metric: "a.b", matchers: [{ label: "c.d", op: "=", value: "1" }], nameMatchers: [] },
    ]);
  });

  test("tells over which stretch of time", () => {
    const { selectors } = parsePromql("rate(a[5m] offset 1h) / max_over_time(b{x='1'}[1h30m]) + c");
    expect(selectors.map(({ range }) => range)).toEqual(["5m", "1h30m", undefined]);
    expect(["5m", "1h30m", "500ms", "90"].map(promqlSeconds)).toEqual([300, 5400, 0.5, 90]);
  });

  test("includes the labels that it groups by, and tells those that it makes itself", () => {
    const text = `sum by (tool) (label_replace(a, "tool", "$1", "tool_name", "(.*)")) / on (x) group_left (y) count_values("v", b)`;
    expect(parsePromql(text)).toMatchObject({ grouping: ["tool", "x", "y"], created: ["tool", "v"] });
  });

  test.each([
    ["sum(rate(foo[5m]", 16],
    ["rate(foo 5m)", 9],
    ["up ==", 5],
  ])("%s is wrong at %d", (text, at) => {
    expect(parsePromql(text).errors).toContain(at);
  });
});
