import type { RuleFile } from "@monitoring/alerting";
import { expect, test } from "@jest/globals";
import { parse } from "yaml";
import { recordingLevels, ruleFileText } from "../../src/pictures/week/rules.ts";

const group = (name: string, interval: string, ...rules: RuleFile["groups"][number]["rules"]): RuleFile => ({
  groups: [{ name, interval, rules }],
});
const files = {
  "often.yml": group("often", "15s", { record: "a:b:rate5m", expr: "rate(b[5m])" }),
  "seldom.yml": group(
    "seldom",
    "30m",
    { record: "a:b:sum30m", expr: "sum_over_time(a:b:rate5m[30m])" },
    { record: "c:d:sum30m", expr: "sum_over_time(d[30m])" },
  ),
};

test("what is evaluated seldom stays so in the past, and what often is evaluated once a minute", () => {
  const [first = [], second = []] = recordingLevels(files);
  expect(parse(ruleFileText(first, files))).toEqual({
    groups: [
      { name: "often", interval: "60s", rules: [{ record: "a:b:rate5m", expr: "rate(b[5m])" }] },
      { name: "seldom", interval: "1800s", rules: [{ record: "c:d:sum30m", expr: "sum_over_time(d[30m])" }] },
    ],
  });
  expect(parse(ruleFileText(second, files))).toEqual({
    groups: [
      {
        name: "seldom",
        interval: "1800s",
        rules: [{ record: "a:b:sum30m", expr: "sum_over_time(a:b:rate5m[30m])" }],
      },
    ],
  });
});
