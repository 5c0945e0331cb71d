import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { Home } from "../src/home.ts";
import { checkFiles } from "../src/preflight.ts";
import { refuse } from "../src/refuse.ts";
import { readSettings } from "../src/stack-settings.ts";

let folder: string;
let home: Home;
const said = (text: string): readonly string[] => {
  writeFileSync(join(folder, "tracked.yaml"), text);
  return checkFiles(home).problems.map(({ message }) => message);
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "monitoring-files-"));
  mkdirSync(join(folder, "home"));
  home = {
    folder: join(folder, "home"),
    state: join(folder, "home/state"),
    passphraseFile: join(folder, "home/passphrase"),
    settings: join(folder, "home/Pulumi.dev.yaml"),
    lastTracked: join(folder, "home/last-tracked.json"),
    settled: join(folder, "home/settled"),
  };
  process.env["MONITORING_SETTINGS"] = join(folder, "tracked.yaml");
});

afterEach(() => {
  delete process.env["MONITORING_SETTINGS"];
  rmSync(folder, { recursive: true });
});

describe("settings", () => {
  test("without a mistake give nothing to say; what up makes itself is not missing", () => {
    expect(said("config: {}")).toEqual([]);
  });

  test("name every secret that a person has to set, even of a receiver with a mistake in it", () => {
    expect(said("config: { monitoring:receivers: { slack: {}, pagerduty: {} } }")).toEqual([
      'monitoring:receivers.slack.channel is not set; it must be a channel that starts with # (in quotes, or YAML takes it for a comment), e.g. "#alerts"',
      "monitoring:pagerdutyRoutingKey (a secret) is not set: Events API v2 routing key of receivers.pagerduty, or amp.pagerduty; set it with: npm run pulumi -- config set --secret monitoring:pagerdutyRoutingKey",
      "monitoring:slackWebhookUrl (a secret) is not set: incoming webhook of receivers.slack; set it with: npm run pulumi -- config set --secret monitoring:slackWebhookUrl",
    ]);
  });

  test("take a secret that was set into the run's own copy", () => {
    writeFileSync(home.settings, "config: { monitoring:pagerdutyRoutingKey: { secure: v1:x } }");
    expect(said("config: { monitoring:receivers: { pagerduty: {} } }")).toEqual([]);
  });

  test("must not hold a secret as plain text, which is said once and without the value", () => {
    expect(said("config: { monitoring:receivers: { pagerduty: {} }, pagerdutyRoutingKey: canary }")).toEqual([
      "monitoring:pagerdutyRoutingKey (a secret, not shown) is in tracked.yaml as plain text; remove it there, change it if others could read it, then: npm run pulumi -- config set --secret monitoring:pagerdutyRoutingKey",
    ]);
  });

  test("are read without a namespace, too, as Pulumi does", () => {
    expect(said("config: { retention: forever }")).toEqual([
      'monitoring:retention is "forever"; it must be a positive whole number and one of s, m, h, d, e.g. 15s',
    ]);
  });

  test("that nothing would read are refused", () => {
    expect(
      said("monitoring:retention: 90d\nconfg: {}\nconfig: { montoring:retention: 90d, aws:region: x }"),
    ).toEqual([
      'monitoring:retention stands outside of "config" in tracked.yaml, where nothing reads it; indent it under "config:"',
      'confg stands outside of "config" in tracked.yaml, where nothing reads it; did you mean config?',
      "montoring:retention is in a namespace that nothing reads; write monitoring:retention",
      "aws:region is set, but nothing reads it; write monitoring:aws.region",
    ]);
  });

  test.each([
    ["- a list", /tracked.yaml holds no settings: it must be a mapping with "config"/],
    ["config: 3", /tracked.yaml holds no settings: "config" must be a mapping of keys to values/],
    ["config: {", /tracked.yaml is not valid YAML/],
  ])("that are no settings at all (%s) are refused", (text, message) => {
    writeFileSync(join(folder, "tracked.yaml"), text);
    expect(() => readSettings(join(folder, "tracked.yaml"))).toThrow(message);
  });
});

test("all mistakes are said together, each once", () => {
  const one = { key: "a", message: "monitoring:a is wrong" };
  const two = { key: "b", message: "monitoring:b is wrong" };
  expect(() => {
    refuse([one, two, one]);
  }).toThrow("2 mistakes; nothing was changed:\n  - monitoring:a is wrong\n  - monitoring:b is wrong");
  expect(() => {
    refuse([]);
  }).not.toThrow();
});
