import { describe, expect, test } from "@jest/globals";
import { world } from "../../../packages/alerting/test/routing-fixtures.ts";
import { parseMatcher, showMatcher } from "../../src/silences/matcher.ts";
import { planSilence, type SilenceWish } from "../../src/silences/plan-silence.ts";

const now = new Date("2026-01-31T12:00:00Z");
const plan = (wish: Partial<SilenceWish>) =>
  planSilence(
    { matchers: [], for: "2h", comment: "maintenance", by: "ann", deploy: false, ...wish },
    world,
    now,
  );

describe("a silence", () => {
  test("ends when it was said to, and says who made it and why", () => {
    expect(plan({ matchers: ["alertname=McpServerDown"] })).toEqual({
      matchers: [{ name: "alertname", value: "McpServerDown", isRegex: false, isEqual: true }],
      startsAt: "2026-01-31T12:00:00.000Z",
      endsAt: "2026-01-31T14:00:00.000Z",
      createdBy: "ann",
      comment: "maintenance",
    });
  });

  test("around a deploy is of warnings only, and short", () => {
    const { matchers, endsAt, comment } = plan({ deploy: true, for: undefined, comment: undefined });
    expect(matchers.map(showMatcher)).toEqual(['severity="warning"']);
    expect(endsAt).toBe("2026-01-31T12:15:00.000Z");
    expect(comment).toBe("deploy: warnings only");
    expect(
      plan({ deploy: true, for: "1h", matchers: ["service=mcp-server"] }).matchers.map(showMatcher),
    ).toEqual(['severity="warning"', 'service="mcp-server"']);
  });

  test.each<[string, Partial<SilenceWish>, RegExp]>([
    ["of nothing", {}, /^say what to silence/],
    ["without an end", { matchers: ["alertname=A"], for: undefined }, /^say for how long/],
    ["without a reason", { matchers: ["alertname=A"], comment: " " }, /^say why/],
    [
      "for a time in words",
      { matchers: ["alertname=A"], for: "2 hours" },
      /^--for is "2 hours"; it must be a dur/,
    ],
    ["for years", { matchers: ["alertname=A"], for: "400d" }, /at most 30d/],
    ["around a deploy that takes a day", { deploy: true, for: "1d" }, /at most 1h around a deploy$/],
    ["of everything", { matchers: ["alertname=~.+"] }, /also silences Watchdog/],
    ["of the heartbeat by name", { matchers: ["alertname=Watchdog"] }, /also silences Watchdog/],
    ["of all but a service", { matchers: ["severity!=info"] }, /also silences Watchdog/],
    [
      "of a service with what is critical in it",
      { matchers: ["service=mcp-server"] },
      /^service="mcp-server" also silences what is critical \(McpServerDown, PoolExhausted\); add severity!="critical"/,
    ],
    ["of what is critical", { matchers: ["severity=critical"] }, /also silences what is critical/],
    ["of a label that anything may have", { matchers: ["instance=a:1"] }, /also silences/],
  ])("%s is refused", (_, wish, says) => {
    expect(() => plan(wish)).toThrow(says);
  });

  test.each([
    ["what is critical, by its name", ["alertname=McpServerDown", "service=mcp-server"]],
    ["a service's warnings", ["service=mcp-server", "severity=warning"]],
    ["a service but for what is critical", ["service=mcp-server", "severity!=critical"]],
  ])("of %s is made", (_, matchers) => {
    expect(plan({ matchers }).matchers).toHaveLength(2);
  });
});

describe("a matcher", () => {
  test.each([
    ["a=b", 'a="b"'],
    ["a!=b", 'a!="b"'],
    ["a=~b|c", 'a=~"b|c"'],
    ["a!~b.*", 'a!~"b.*"'],
    ['a="b c"', 'a="b c"'],
    [" a = b ", 'a="b"'],
    ["a=b=c", 'a="b=c"'],
  ])("%s is %s", (text, shown) => {
    expect(showMatcher(parseMatcher(text))).toBe(shown);
  });

  test.each([
    ["McpServerDown", /is no matcher/],
    ["a=", /has no value/],
    ["1a=b", /is no matcher/],
    ["a=~(", /is no regular expression/],
  ])("%s is refused", (text, says) => {
    expect(() => parseMatcher(text)).toThrow(says);
  });
});
