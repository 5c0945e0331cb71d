import { readConfig } from "@monitoring/stacks";
import { describe, expect, test } from "@jest/globals";
import { chosenDrills, refuseOwnServer, refuseRealReceivers } from "../../src/drill/choice.ts";
import { planDrills } from "../../src/drill/plan.ts";

function config(values: Readonly<Record<string, unknown>> = {}) {
  const result = readConfig(values);
  if (!result.ok) throw new Error(result.problems.join("\n"));
  return result.config;
}

const plan = planDrills(config());

describe("the drills that are chosen", () => {
  test("are all where none is named, and those that are", () => {
    expect(chosenDrills([], plan)).toBe(plan.drills);
    expect(chosenDrills(["RedisDown", "McpServerDown"], plan).map(({ alert }) => alert)).toEqual([
      "McpServerDown",
      "RedisDown",
    ]);
  });

  test.each([
    ["McpServerDwn", "there is no alert McpServerDwn to drill; did you mean McpServerDown?"],
    ["Nothing", "there is no alert Nothing to drill; docs/drill.md lists them"],
    ["Watchdog", "Watchdog is not drilled: it always fires"],
  ])("are none that does not exist or is not drilled: %s", (name, words) => {
    expect(() => chosenDrills([name], plan)).toThrow(words);
  });
});

describe("a drill is refused", () => {
  test("where the server is the user's own", () => {
    refuseOwnServer(config());
    expect(() => {
      refuseOwnServer(config({ demo: false, mcpServer: "http://localhost:3001/metrics" }));
    }).toThrow("this stack watches your own; hold it on a stack where monitoring:demo is not false");
  });

  test("where it would wake people, and not where only the heartbeat leaves", () => {
    refuseRealReceivers(config({ receivers: { heartbeat: {} } }));
    expect(() => {
      refuseRealReceivers(config({ receivers: { pagerduty: {}, slack: { channel: "#alerts" } } }));
    }).toThrow(
      "a drill sends real alerts, and pagerduty, slack would reach people instead of the local inbox",
    );
  });
});
