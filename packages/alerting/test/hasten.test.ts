import { promql, recording, up, where } from "@monitoring/collection";
import { describe, expect, test } from "@jest/globals";
import { alertsOf, compileRules, expression, hasten, hastenText, ruleGroups } from "../src/index.ts";

describe("a hastened text", () => {
  test.each([
    ["rate(a[5m]) > 300", "rate(a[20s]) > 300"],
    ["a > 3 * avg_over_time(a[1h] offset 10m)", "a > 3 * avg_over_time(a[240s] offset 40s)"],
    ["max_over_time(rate(a[2m])[30m:5s])", "max_over_time(rate(a[8s])[120s:1s])"],
    ["a offset -1h30m", "a offset -360s"],
    ["increase(a[1h] @ 1234)", "increase(a[240s] @ 1234)"],
  ])("%s runs fifteen times faster as %s", (text, faster) => {
    expect(hastenText(text, 15)).toBe(faster);
  });

  test("looks at four scrapes at least, and shifts by a second", () => {
    expect(hastenText("last_over_time(a[1m] offset 10s)", 60)).toBe("last_over_time(a[4s] offset 1s)");
  });

  test("is a whole number of seconds, and rather longer than shorter", () => {
    expect(hastenText("rate(a[100s])", 7)).toBe("rate(a[15s])");
  });
});

test("a hastened group is evaluated every second and fires as much sooner", () => {
  const [group] = ruleGroups.filter(({ name }) => name === "mcp-tools");
  if (group === undefined) throw new Error("no group mcp-tools");
  const [file] = compileRules(hasten(group, 15), { runbookBaseUrl: "docs" }).groups;
  expect(file?.interval).toBe("1s");
  expect(file?.rules.find((rule) => "alert" in rule && rule.alert === "McpToolErrors")).toMatchObject({
    for: "20s",
    labels: { severity: "high" },
    expr: expect.stringContaining("> 0.1 and") as unknown,
  });
});

test("what fires at once still does, and what goes on firing does so for less long", () => {
  const row = { ...alertsOf(ruleGroups)[0], for: "0s", keepFiringFor: "5m" } as never;
  const group = { name: "made", interval: "15s", recordings: [], alerts: [row] } as const;
  expect(hasten(group, 15).alerts[0]).toMatchObject({ for: "0s", keepFiringFor: "20s" });
});

test("an expression reads what it read before", () => {
  const ratio = recording("job:up:avg", [], promql`avg_over_time(${where(up, { job: "node" })}[5m])`);
  const group = { name: "made", interval: "15s", recordings: [ratio], alerts: [] } as const;
  const [faster] = hasten(group, 15).recordings;
  expect(faster?.expr).toEqual({ ...ratio.expr, text: 'avg_over_time(up{job="node"}[20s])' });
});

test("every rule of the catalogue can be hastened, and at no factor it stays as it is but for short windows", () => {
  for (const group of ruleGroups) {
    for (const [i, alert] of hasten(group, 1).alerts.entries()) {
      const before = group.alerts[i];
      if (before === undefined) throw new Error("an alert got lost");
      const windows = (text: string) => text.replaceAll(/\d+[smhd]\b/g, "");
      expect(windows(expression(alert).text)).toBe(windows(expression(before).text));
    }
  }
});
