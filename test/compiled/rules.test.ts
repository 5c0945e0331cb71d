import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  alertsOf,
  alertTrials,
  recordingTrials,
  type RuleFile,
  type RuleGroup,
  type Trial,
} from "@monitoring/alerting";
import { toYaml } from "@monitoring/collection";
import { catalogue } from "@monitoring/stacks";
import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { emptyFolder, promtool, rendered, write } from "./tools.ts";

const groups: readonly RuleGroup[] = catalogue.rules;
const options = { runbookBaseUrl: "docs/runbooks" };
const folders = { Prometheus: join(rendered("dev"), "rules"), AMP: join(rendered("prod"), "amp/rules") };

test("prometheus.yml and the rules that it names pass promtool", () => {
  const file = join(folders.Prometheus, "../prometheus.yml");
  expect(promtool("check", "config", file)).toMatchObject({ ok: true });
});

test("the rules for AMP pass promtool", () => {
  const files = readdirSync(folders.AMP).map((name) => join(folders.AMP, name));
  expect(files).toHaveLength(groups.length);
  expect(promtool("check", "rules", "--lint=all", "--lint-fatal", ...files)).toMatchObject({ ok: true });
});

describe.each(Object.entries(folders))("in the files for %s", (_name, folder) => {
  const deployed = groups.map(({ name }) => {
    return parse(readFileSync(join(folder, `${name}.yml`), "utf8")) as RuleFile;
  });

  test.each(alerts())("$name fires and stays quiet in promtool as its scenarios say", ({ alert, group }) => {
    expect(proven(alertTrials(deployed, group, alert, options))).toBe(success);
  });

  test.each(recordings())("$name is what its scenarios say", ({ name, group }) => {
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

function alerts() {
  return groups.flatMap((group) => group.alerts.map((alert) => ({ name: alert.name, alert, group })));
}

function recordings() {
  return groups.flatMap((group) => {
    const tried = new Set(group.scenarios?.map(({ recording }) => recording.name));
    return [...tried].map((name) => ({ name, group }));
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
