import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  alertsOf,
  alertTrials,
  metricOf,
  recordingTrials,
  ruleName,
  type CompiledRule,
  type RuleFile,
  type RuleGroup,
  type Trial,
} from "@monitoring/alerting";
import { parsePromql, toYaml } from "@monitoring/collection";
import { catalogue, checkConfig, onPlatform } from "@monitoring/stacks";
import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { bad } from "../../packages/alerting/test/amp-rule-fixtures.ts";
import { emptyFolder, promtool, rendered, write } from "./tools.ts";

const groups: readonly RuleGroup[] = catalogue.rules;
const placed: readonly RuleGroup[] = onPlatform("prod", checkConfig({}).config).catalogue.rules;
const options = { runbookBaseUrl: "docs/runbooks" };
const files = [
  { files: "the files for Prometheus", folder: join(rendered("dev"), "rules"), rows: groups },
  { files: "the files for AMP", folder: join(rendered("prod"), "amp/rules"), rows: placed },
] as const;

test("prometheus.yml and the rules that it names pass promtool", () => {
  const file = join(files[0].folder, "../prometheus.yml");
  expect(promtool("check", "config", file)).toMatchObject({ ok: true });
});

test("the rules for AMP pass promtool", () => {
  const { folder } = files[1];
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

describe.each(files)("in $files", ({ folder, rows }) => {
  const deployed = read(folder, rows);
  const there = new Set(deployed.flatMap(rulesOf).map(ruleName));
  // What recordings read that are left out here: scenarios of it are about nothing that an alert reads here.
  const blind = new Set(
    read(files[0].folder, groups)
      .flatMap(rulesOf)
      .filter((rule) => "record" in rule && !there.has(rule.record))
      .flatMap(({ expr }) => parsePromql(expr).selectors.flatMap(({ metric }) => metric ?? [])),
  );

  test.each(alerts(rows))(
    "$name fires and stays quiet in promtool as its scenarios say",
    ({ alert, group }) => {
      const trials = alertTrials(deployed, group, alert, options);
      const seen = trials.filter(({ series }) => !series.some((one) => blind.has(metricOf(one))));
      expect(seen.some(({ telling }) => telling)).toBe(true);
      expect(proven(seen)).toBe(success);
    },
  );

  test.each(recordings(rows))("$name is what its scenarios say", ({ name, group }) => {
    expect(proven(recordingTrials(deployed, group, name))).toBe(success);
  });
});

test("every alert is proven to fire and to stay quiet", () => {
  const all = alertsOf(groups);
  const proven = all.filter(({ fires, quiet }) => fires.length > 0 && quiet.length > 0);
  process.stdout.write(`   alerts proven to fire and to stay quiet: ${proven.length} of ${all.length}\n`);
  expect(proven).toHaveLength(all.length);
});

const success = "SUCCESS";

function read(folder: string, rows: readonly RuleGroup[]): readonly RuleFile[] {
  return rows.map(({ name }) => parse(readFileSync(join(folder, `${name}.yml`), "utf8")) as RuleFile);
}

function rulesOf(file: RuleFile): readonly CompiledRule[] {
  return file.groups.flatMap(({ rules }) => rules);
}

function alerts(rows: readonly RuleGroup[]) {
  return rows.flatMap((group) => group.alerts.map((alert) => ({ name: alert.name, alert, group })));
}

/** Those that have scenarios of their own. */
function recordings(rows: readonly RuleGroup[]) {
  return rows.flatMap((group) => {
    const tried = new Set(group.scenarios?.map(({ recording }) => recording.name));
    return group.recordings.filter(({ name }) => tried.has(name)).map(({ name }) => ({ name, group }));
  });
}

/** What promtool says against it, if anything. */
function proven(trials: readonly Trial[]): string {
  const folder = emptyFolder();
  const files = trials.map(({ rules, file }, i) => {
    write(join(folder, `${i}-rules.yml`), toYaml(rules));
    write(join(folder, `${i}.yml`), toYaml(file(`${i}-rules.yml`)));
    return join(folder, `${i}.yml`);
  });
  const { ok, output } = promtool("test", "rules", ...files);
  return ok && output.includes(success) ? success : output;
}
