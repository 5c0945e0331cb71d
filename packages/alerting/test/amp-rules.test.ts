import { describe, expect, test } from "@jest/globals";
import { parse, stringify } from "yaml";
import { bad, changed, sound } from "./amp-rule-fixtures.ts";
import { ampInterval, ampNamespaces, ampRuleProblems } from "../src/index.ts";

test("a sound rule file is not refused", () => {
  expect(ampRuleProblems({ team: stringify(sound) })).toEqual([]);
});

describe("what AMP refuses in rules is said before anything is deployed, in AWS's own words where there are any:", () => {
  test.each(bad)("%s", (_, text, sentence) => {
    expect(ampRuleProblems({ team: text })).toEqual([sentence]);
  });

  test("a namespace without a letter", () => {
    expect(ampRuleProblems({ "--": stringify(sound) })).toEqual([
      'rule namespace -- has a name that AMP refuses: give it 1 to 128 characters, one of them a letter or a digit (AWS: "Invalid name: Member must satisfy regular expression pattern: .*[0-9A-Za-z][-.0-9A-Z_a-z]*.*")',
    ]);
  });

  test("names that are too long together", () => {
    expect(ampRuleProblems({ team: changed((group) => (group["name"] = "x".repeat(720))) })).toEqual([
      expect.stringContaining("namespace and group may have 721 bytes together"),
    ]);
  });

  test("more rules than a workspace may have", () => {
    const many = changed((group) => {
      group.rules = Array.from({ length: 1_001 }, (_, i) => ({ alert: `A${i}`, expr: "a > 1" }));
    });
    expect(ampRuleProblems({ one: many, two: many })).toEqual([
      "there are 2002 rules; AMP takes at most 2000 in a workspace: have the quota raised, or leave some out",
    ]);
  });
});

describe("rule files as namespaces", () => {
  const large = (name: string, characters: number) => ({
    name,
    rules: [{ alert: name, expr: "a > 1", annotations: { summary: "x".repeat(characters) } }],
  });

  test("stay as they are while they are small", () => {
    expect(ampNamespaces({ team: "groups: []" })).toEqual({ team: "groups: []" });
  });

  test("are split by group where they are too large, so that each is taken", () => {
    const split = ampNamespaces({
      team: stringify({ groups: [large("one", 600_000), large("two", 600_000)] }),
    });
    expect(Object.keys(split)).toEqual(["team-one", "team-two"]);
    expect(parse(split["team-two"] ?? "")).toEqual({ groups: [large("two", 600_000)] });
    expect(ampRuleProblems(split)).toEqual([]);
  });

  test("cannot be split within a group", () => {
    const split = ampNamespaces({ team: stringify({ groups: [large("one", 1_000_001)] }) });
    expect(ampRuleProblems(split)).toEqual([
      expect.stringMatching(
        /^rule namespace team-one has \d+ bytes in one group; AMP takes at most 1000000: split the group$/,
      ),
    ]);
  });
});

test.each([
  ["5s", "30s"],
  ["30s", "30s"],
  ["1m", "1m"],
] as const)("a group that wants %s is evaluated every %s in AMP", (wanted, got) => {
  expect(ampInterval(wanted)).toBe(got);
});
