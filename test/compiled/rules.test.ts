import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { alertsOf, alertTrials, recordingTrials, type RuleFile, type RuleGroup } from "@monitoring/alerting";
import { checkConfig, deploymentFile, onPlatform, ownRulesFile } from "@monitoring/stacks";
import { catalogueAtHand as catalogue } from "@monitoring/stacks/at-hand";
import { expect, test } from "@jest/globals";
import { parse } from "yaml";
import { bad } from "../../packages/alerting/test/amp-rule-fixtures.ts";
import { proven, success } from "./proven.ts";
import { emptyFolder, promtool, rendered, write } from "./tools.ts";

const groups: readonly RuleGroup[] = catalogue.rules;
const placed: readonly RuleGroup[] = onPlatform("prod", checkConfig({}, catalogue).config).catalogue.rules;
const options = { runbookBaseUrl: "docs/runbooks" };
const dev = rendered("dev");
const local = [ownRulesFile, deploymentFile].flatMap((path) => {
  return (parse(readFileSync(join(dev, path), "utf8")) as RuleFile).groups;
});
const deployed = groups.map(({ name }): RuleFile => ({ groups: local.filter((one) => one.name === name) }));

test("prometheus.yml and the rules that it names pass promtool", () => {
  expect(promtool("check", "config", join(dev, "prometheus.yml"))).toMatchObject({ ok: true });
});

test("the rules for AMP pass promtool", () => {
  const folder = join(rendered("prod"), "amp/rules");
  const paths = readdirSync(folder).map((name) => join(folder, name));
  expect(paths).toHaveLength(placed.length);
  expect(promtool("check", "rules", "--lint=all", "--lint-fatal", ...paths)).toMatchObject({ ok: true });
});

// The shortest interval, and files without any group, are AMP's own.
test.each(bad.filter(([, , sentence]) => sentence.includes("(AWS:")))(
  "%s is refused by promtool in the words that AMP is said to have",
  (_, text, sentence) => {
    const path = join(emptyFolder(), "rules.yml");
    write(path, text);
    const { ok, output } = promtool("check", "rules", path);
    const [, words = ""] = /\(AWS: "(.*)"\)/.exec(sentence) ?? [];
    expect({ ok, output }).toEqual({ ok: false, output: expect.stringContaining(words) });
  },
);

test.each(alerts())("$name fires and stays quiet in promtool as its scenarios say", ({ alert, group }) => {
  expect(proven(alertTrials(deployed, group, alert, options))).toBe(success);
});

test.each(recordings())("$name is what its scenarios say", ({ name, group }) => {
  expect(proven(recordingTrials(deployed, group, name))).toBe(success);
});

test("every alert is proven to fire and to stay quiet", () => {
  const all = alertsOf(groups);
  const proven = all.filter(({ fires, quiet }) => fires.length > 0 && quiet.length > 0);
  process.stdout.write(`   alerts proven to fire and to stay quiet: ${proven.length} of ${all.length}\n`);
  expect(proven).toHaveLength(all.length);
});

function alerts() {
  return groups.flatMap((group) => group.alerts.map((alert) => ({ name: alert.name, alert, group })));
}

/** Those that have scenarios of their own. */
function recordings() {
  return groups.flatMap((group) => {
    const tried = new Set(group.scenarios?.map(({ recording }) => recording.name));
    return [...tried].map((name) => ({ name, group }));
  });
}
