import { describe, expect, test } from "@jest/globals";
import { problemOf, type DrillResult } from "../../src/drill/drill-result.ts";
import { messagesOf } from "../../src/drill/evidence.ts";
import type { Drill } from "../../src/drill/plan.ts";
import type { Message } from "../../src/drill/watch.ts";

const drill: Drill = {
  alert: "McpToolErrors",
  severity: "high",
  fault: "tool-errors",
  pace: 15,
  firing: ["slack", "email"],
  resolved: ["slack", "email"],
  detectionSeconds: 37,
  endSeconds: 40,
};
const passed: DrillResult = {
  drill,
  says: "every second call fails",
  boundSeconds: 47,
  firingSeconds: 22,
  notifiedSeconds: 15,
  resolvedSeconds: 30,
  told: ["email", "slack"],
  toldOfEnd: ["email", "slack"],
  late: false,
};

describe("a drill", () => {
  test("passes when all of them, and nobody else, were told in time and told of the end", () => {
    expect(problemOf(passed)).toBeUndefined();
  });

  test.each<[string, Partial<DrillResult>, string]>([
    ["somebody was not told", { told: ["slack"] }, "not told: email"],
    [
      "somebody was told who should not be",
      { told: ["email", "slack", "pagerduty"] },
      "told, and should not be: pagerduty",
    ],
    ["the end was not told", { toldOfEnd: ["email"] }, "not told of the end: slack"],
  ])("fails when %s", (_, change, problem) => {
    expect(problemOf({ ...passed, ...change })).toBe(problem);
  });
});

describe("a message belongs to a drill", () => {
  const message = (subject: string, more: Partial<Message> = {}): Message => ({
    id: subject,
    receivedAt: "2026-01-31T12:00:05Z",
    channel: "slack",
    status: "firing",
    subject,
    alerts: [{ name: "McpToolErrors" }],
    ...more,
  });
  const marked = message("[FIRING:1] McpToolErrors mcp-server (high, drill): 50% fail");
  const real = message("[FIRING:1] McpToolErrors mcp-server (high): 50% fail");
  const since = Date.parse("2026-01-31T12:00:00Z");
  const found = (all: readonly Message[], one: Partial<Drill> = {}) =>
    messagesOf({ messages: () => all }, { ...drill, ...one }, "firing", since);

  test("of the drill's Prometheus by the mark in its title", () => {
    expect(found([real, marked])).toEqual([marked]);
  });

  test("of the stack's own Prometheus by the lack of one", () => {
    const { pace: _none, ...live } = drill;
    expect(messagesOf({ messages: () => [real, marked] }, live, "firing", since)).toEqual([real]);
  });

  test("not before the fault, not about another alert, not of another status", () => {
    const early = message(marked.subject, { receivedAt: "2026-01-31T11:59:59Z" });
    const other = message(marked.subject, { alerts: [{ name: "McpToolSlow" }] });
    const over = message(marked.subject, { status: "resolved" });
    expect(found([early, other, over])).toEqual([]);
  });
});
