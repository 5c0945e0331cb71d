import { describe, expect, test } from "@jest/globals";
import {
  heldBack,
  inhibitRules,
  routeOf,
  routes,
  routingPage,
  routingProblems,
  routingTable,
  told,
} from "../src/index.ts";
import { alert, world } from "./routing-fixtures.ts";

const all = (): boolean => true;

describe("inhibition", () => {
  test("is by severity within a service, then by what rows name", () => {
    expect(inhibitRules(world)).toEqual([
      {
        source_matchers: ['service!=""', 'severity="critical"'],
        target_matchers: ['severity=~"high|warning"'],
        equal: ["service"],
      },
      {
        source_matchers: ['service!=""', 'severity="high"'],
        target_matchers: ['severity=~"warning"'],
        equal: ["service"],
      },
      {
        source_matchers: ['alertname="McpServerDown"'],
        target_matchers: ['alertname=~"McpErrors|McpSlow"'],
        equal: ["service"],
      },
      {
        source_matchers: ['alertname="DatabaseDown"'],
        target_matchers: ['alertname=~"QueriesSlow"'],
        equal: ["service"],
      },
      {
        source_matchers: ['alertname="DatabaseDown"'],
        target_matchers: ['alertname=~"McpErrors|PoolExhausted"'],
        equal: ["env"],
      },
      {
        source_matchers: ['alertname="TargetDown"'],
        target_matchers: ['alertname=~"DiskFull|MemoryHigh"'],
        equal: ["service"],
      },
    ]);
  });

  test("by an alert that may be about any service never crosses services", () => {
    const target = alert("CpuHigh", "warning", ["cadvisor"], ["TargetDown"]);
    expect(heldBack(target, [...world, target])).toEqual([{ by: "TargetDown", equal: "service" }]);
  });
});

describe("a route", () => {
  test("waits as briefly as its severity is urgent", () => {
    expect(routes.map(({ severity }) => [severity, routeOf({ severity }).groupWait])).toEqual([
      ["critical", "5s"],
      ["high", "15s"],
      ["warning", "1m"],
      ["info", "1m"],
      ["heartbeat", "1s"],
    ]);
  });

  test("tells others where the first do not exist", () => {
    const warning = routeOf({ severity: "warning" });
    expect(told(warning, all)).toEqual(["slack", "webhook"]);
    expect(told(warning, (channel) => channel === "email")).toEqual(["email"]);
    expect(told(warning, (channel) => channel === "pagerduty")).toEqual([]);
  });
});

describe("what keeps people from being told", () => {
  test("is nothing in a sound world", () => {
    expect(routingProblems(world, all)).toEqual([]);
  });

  test.each([
    [
      "an inhibitor that does not exist",
      [alert("A", "high", ["x"], ["McpServrDown"])],
      "alert A is inhibited by McpServrDown, which does not exist; name an alert of the catalogue",
    ],
    [
      "an inhibitor that fewer people hear",
      [alert("Loud", "critical", ["x"], ["Soft"]), alert("Soft", "warning", ["x"])],
      "alert Loud is inhibited by Soft, which is only warning while it is critical: fewer people would be told; raise Soft or remove the name",
    ],
    ["itself", [alert("A", "high", ["x"], ["A"])], "alert A is inhibited by itself; remove the name"],
    [
      "the heartbeat",
      [alert("A", "high", ["x"], ["Watchdog"]), alert("Watchdog", "heartbeat", [])],
      "alert A is inhibited by Watchdog, which always fires; remove the name",
    ],
    [
      "an inhibited heartbeat",
      [alert("Watchdog", "heartbeat", [], ["A"]), alert("A", "critical", ["x"])],
      "alert Watchdog is inhibited by A, but the heartbeat must always go out; remove inhibitedBy",
    ],
    [
      "an inhibitor without a service",
      [alert("A", "high", ["x"], ["B"]), alert("B", "high", [])],
      "alert A is inhibited by B, but a scenario of one of them has no label service, which says what they share",
    ],
  ])("is %s", (_, alerts, sentence) => {
    expect(routingProblems(alerts, all)).toEqual([sentence]);
  });

  test("is a circle", () => {
    const circle = [
      alert("A", "high", ["x"], ["C"]),
      alert("B", "high", ["x"], ["A"]),
      alert("C", "high", ["x"], ["B"]),
    ];
    expect(routingProblems(circle, all)).toEqual([
      "alerts A, B, C inhibit each other in a circle; nobody would be told of any",
    ]);
  });

  test("is that nobody is there", () => {
    expect(routingProblems(world, (channel) => channel === "heartbeat")).toHaveLength(3);
    expect(routingProblems(world, () => false)[3]).toBe(
      "nobody is told of alerts of severity heartbeat (Watchdog); set up one of heartbeat",
    );
  });
});

test("the table says who is told, and its page names everyone", () => {
  const rows = routingTable(world, (channel) => channel !== "webhook");
  expect(rows.find((row) => row.alert === "PoolExhausted")).toEqual({
    alert: "PoolExhausted",
    severity: "critical",
    receiver: "critical",
    firing: ["pagerduty", "slack", "email"],
    resolved: ["pagerduty", "slack", "email"],
    mutable: false,
    heldBack: [{ by: "DatabaseDown", equal: "env" }],
  });
  const page = routingPage(rows).replaceAll(/ +/g, " ");
  expect(page).toContain(
    "| [PoolExhausted](runbooks/PoolExhausted.md) | critical | PagerDuty, Slack, e-mail | PagerDuty, Slack, e-mail | no | DatabaseDown (any service) |",
  );
  expect(page).toContain("| [Watchdog](runbooks/Watchdog.md) | heartbeat | heartbeat | nobody | no | |");
});
