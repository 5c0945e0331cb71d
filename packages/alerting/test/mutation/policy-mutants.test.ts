import { expect, test } from "@jest/globals";
import { policyMutants, takes, type Policy } from "../../src/mutation/index.ts";

const times = { group_wait: "5s", group_interval: "1m", repeat_interval: "4h" };
const policy: Policy = {
  route: {
    receiver: "quiet",
    ...times,
    group_by: ["alertname", "service"],
    routes: [
      { receiver: "loud", matchers: ['severity="critical"'], ...times },
      {
        receiver: "quiet",
        matchers: ['severity="warning"'],
        ...times,
        mute_time_intervals: ["nights"],
      },
    ],
  },
  inhibit_rules: [
    {
      source_matchers: ['service!=""', 'severity="critical"'],
      target_matchers: ['alertname=~"A|B"'],
      equal: ["service"],
    },
  ],
  receivers: [
    { name: "loud", slack_configs: [{ send_resolved: true }] },
    { name: "quiet", slack_configs: [{ send_resolved: true }] },
  ],
};
const changesOf = (name: string): readonly string[] =>
  policyMutants(policy)
    .filter(({ of }) => of === name)
    .map(({ change }) => change);

test("routes lose their way, their matchers, their times and their mute times", () => {
  expect(changesOf("route loud")).toEqual([
    "left out",
    "receiver: loud → quiet",
    "group_wait: 5s → 10s",
    "group_interval: 1m → 120s",
    "repeat_interval: 4h → 28800s",
    "matchers left out",
    'severity="critical" → severity!="critical"',
    "mute times added",
  ]);
  expect(changesOf("route quiet")).toContain("mute times left out");
});

test("the root route groups by less, and by everything", () => {
  expect(changesOf("root route")).toEqual([
    "receiver: quiet → loud",
    "group_wait: 5s → 10s",
    "group_interval: 1m → 120s",
    "repeat_interval: 4h → 28800s",
    "group_by: [alertname, service] → [service]",
    "group_by: [alertname, service] → [alertname]",
    "group_by: every label",
  ]);
});

test("receivers lose an integration, or the notice of the end", () => {
  expect(changesOf("receiver loud")).toEqual([
    "slack_configs left out",
    "slack_configs: send_resolved turned round",
  ]);
});

test("inhibition loses a matcher, an alert, and what must be shared", () => {
  expect(changesOf("inhibition by critical of A|B")).toEqual([
    "left out",
    'source: service!="" left out',
    'source: service!="" → service=""',
    'source: severity="critical" left out',
    'source: severity="critical" → severity!="critical"',
    'target: alertname=~"A|B" → alertname!~"A|B"',
    'target: alertname=~"A|B" → alertname=~"B"',
    'target: alertname=~"A|B" → alertname=~"A"',
    "equal left out",
    "equal: service → env",
  ]);
});

test("nothing but what it says is changed", () => {
  const [first] = policyMutants(policy).filter(({ of }) => of === "inhibition by critical of A|B");
  expect(first?.mutated).toEqual({ ...policy, inhibit_rules: [] });
});

test("a label that an alert does not have is empty to a matcher", () => {
  expect(takes(['service=""', 'severity=~"high|low"'], { severity: "low" })).toBe(true);
  expect(takes(['service!=""'], { severity: "low" })).toBe(false);
});
