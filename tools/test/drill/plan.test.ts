import { alertsOf, expression, ruleGroups } from "@monitoring/alerting";
import { readConfig } from "@monitoring/stacks";
import { describe, expect, test } from "@jest/globals";
import { faultActions } from "../../src/drill/faults/index.ts";
import { changedAlert, exercisesOf, planDrills } from "../../src/drill/plan.ts";

function config(values: Readonly<Record<string, unknown>> = {}) {
  const result = readConfig(values);
  if (!result.ok) throw new Error(result.problems.join("\n"));
  return result.config;
}

const plan = planDrills(config());
const drillOf = (alert: string) => plan.drills.find((drill) => drill.alert === alert);
const alertNamed = (name: string) => {
  const found = alertsOf(ruleGroups).find((alert) => alert.name === name);
  if (found === undefined) throw new Error(`no alert ${name}`);
  return found;
};

describe("the plan", () => {
  test("drills an alert in real time as the stack judges it, or says how much faster time runs", () => {
    // 15 s scrape, 5 s evaluation, 30 s for, 5 s wait.
    expect(drillOf("McpServerDown")).toMatchObject({
      fault: "server-stopped",
      detectionSeconds: 55.025,
      firing: ["pagerduty", "slack", "email"],
    });
    expect(drillOf("McpServerDown")).not.toHaveProperty("pace");
    // 1 s scrape, 1 s evaluation, 20 s for, 15 s wait.
    expect(drillOf("McpToolErrors")).toMatchObject({
      pace: 15,
      detectionSeconds: 37.025,
      firing: ["slack", "email"],
      resolved: ["slack", "email"],
    });
  });

  test("has a drill or a reason for every alert", () => {
    const said = [...plan.drills, ...plan.undrilled].map(({ alert }) => alert).sort();
    expect(said).toEqual(
      alertsOf(ruleGroups)
        .map(({ name }) => name)
        .sort(),
    );
  });

  test("leaves out what the configuration switches off", () => {
    const without = planDrills(config({ alerts: { McpToolErrors: { enabled: false } } }));
    expect(without.drills.map(({ alert }) => alert)).not.toContain("McpToolErrors");
  });

  test("gives an alert of the drill's Prometheus as long to end as its windows look back", () => {
    // 20 s of a rate, a second's evaluation, a second's wait.
    expect(drillOf("McpToolErrors")?.endSeconds).toBe(22);
  });

  test("causes a fault once for all of its alerts, and two faults that are one action once", () => {
    const exercises = exercisesOf(plan.drills, faultActions);
    expect(exercises.flatMap(({ drills }) => drills)).toHaveLength(plan.drills.length);
    const slow = exercises.filter(({ drills }) => drills.some(({ fault }) => fault === "tool-slow"));
    expect(slow.map(({ drills }) => drills.map(({ alert }) => alert).sort())).toEqual([
      ["HighResponseTime", "McpToolSlow", "SloLatencyBurnFast", "SloLatencyBurnSlow"],
    ]);
  });
});

describe("a changed alert", () => {
  test("has another threshold", () => {
    const changed = changedAlert(alertNamed("HighCpuUsage"), { threshold: 0.3, why: "" });
    expect(expression(changed).text).toMatch(/> 0\.3$/);
  });

  test("has another number in its expression", () => {
    const change = { replace: { from: "1073741824", to: "1000000" }, why: "" };
    const text = expression(changedAlert(alertNamed("DatabaseSizeGrowth"), change)).text;
    expect(text).toContain("> 1000000");
    expect(text).not.toContain("1073741824");
  });

  test("is refused where there is nothing to change", () => {
    expect(() => changedAlert(alertNamed("RedisDown"), { threshold: 1, why: "" })).toThrow(
      "RedisDown has no threshold to change",
    );
    expect(() =>
      changedAlert(alertNamed("RedisDown"), { replace: { from: "4711", to: "1" }, why: "" }),
    ).toThrow("RedisDown has no 4711 to change");
  });
});
