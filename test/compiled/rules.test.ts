import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  alertsOf,
  compileProof,
  compileRules,
  type Alert,
  type RuleFile,
  type RuleGroup,
} from "@monitoring/alerting";
import { toYaml } from "@monitoring/collection";
import { checkConfig, onPlatform } from "@monitoring/stacks";
import { catalogueAtHand as catalogue } from "@monitoring/stacks/at-hand";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { bad } from "../../packages/alerting/test/amp-rule-fixtures.ts";
import { emptyFolder, promtool, rendered, write } from "./tools.ts";

const groups: readonly RuleGroup[] = catalogue.rules;
const alerts = groups.flatMap((group) => group.alerts.map((alert) => ({ name: alert.name, alert, group })));
const placed = onPlatform("prod", checkConfig({}, catalogue).config).catalogue.rules;
const options = { runbookBaseUrl: "docs/runbooks" };

describe("the compiled rules", () => {
  let dev: string;
  let prod: string;
  let deployed: readonly RuleFile[];
  beforeAll(() => {
    dev = rendered("dev");
    prod = rendered("prod");
    const files = groups.map(({ name }) => readFileSync(join(dev, `rules/${name}.yml`), "utf8"));
    deployed = files.map((text) => parse(text) as RuleFile);
  });

  test("and the configuration that names them pass promtool", () => {
    expect(promtool("check", "config", join(dev, "prometheus.yml"))).toMatchObject({ ok: true });
  });

  test("for AMP pass promtool", () => {
    const files = readdirSync(join(prod, "amp/rules")).map((name) => join(prod, "amp/rules", name));
    expect(files).toHaveLength(placed.length);
    expect(promtool("check", "rules", "--lint=all", "--lint-fatal", ...files)).toMatchObject({ ok: true });
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

  test.each(alerts)("$name fires and stays quiet in promtool as its scenarios say", ({ alert, group }) => {
    expect(prove(deployed, alert, group)).toEqual({ ok: true, output: expect.stringContaining("SUCCESS") });
  });

  // A proof that no wrong rule can fail would prove nothing.
  test.each(alerts.flatMap(mutants))("$name: the proof catches $mutation", ({ alert, mutant, group }) => {
    const broken = compileRules({ ...group, alerts: [mutant] }, options);
    const others = deployed.map((file) => ({
      groups: file.groups.map((one) => ({
        ...one,
        rules: one.rules.filter((rule) => !("alert" in rule)),
      })),
    }));
    expect(prove([...others, { groups: broken.groups.map(onlyAlerts) }], alert, group).ok).toBe(false);
  });

  test("are all covered", () => {
    const all = alertsOf(groups);
    const proven = all.filter(({ fires, quiet }) => fires.length > 0 && quiet.length > 0);
    process.stdout.write(
      `   alerts proven to fire and to stay quiet: ${proven.length} of ${all.length}; mutants: ${alerts.flatMap(mutants).length}\n`,
    );
    expect(proven).toHaveLength(all.length);
  });
});

type Group = RuleFile["groups"][number];

function onlyAlerts(group: Group): Group {
  return { ...group, name: `${group.name}-mutant`, rules: group.rules.filter((rule) => "alert" in rule) };
}

interface Entry {
  readonly name: string;
  readonly alert: Alert;
  readonly group: RuleGroup;
}

/** The same alert made wrong in one way each. */
function mutants({ name, alert, group }: Entry) {
  if (alert.quiet === "never") return [];
  const made: readonly (readonly [string, Alert | undefined])[] = [
    ["a threshold that is half as high", threshold(alert, 0.5)],
    ["a threshold that is half as high again", threshold(alert, 1.5)],
    ["a dropped for", alert.for === "0s" ? undefined : { ...alert, for: "0s" }],
    ["another severity", { ...alert, severity: alert.severity === "info" ? "warning" : "info" }],
  ];
  return made.flatMap(([mutation, mutant]) => (mutant ? [{ name, mutation, mutant, alert, group }] : []));
}

function threshold(alert: Alert, factor: number): Alert | undefined {
  if (alert.threshold === undefined || alert.threshold.value === 0) return undefined;
  return { ...alert, threshold: { ...alert.threshold, value: alert.threshold.value * factor } };
}

function prove(compiled: readonly RuleFile[], alert: Alert, group: RuleGroup) {
  const folder = emptyFolder();
  const { rules, test } = compileProof(compiled, group, alert, { ...options, rulesPath: "rules.yml" });
  write(join(folder, "rules.yml"), toYaml(rules));
  write(join(folder, "test.yml"), toYaml(test));
  return promtool("test", "rules", join(folder, "test.yml"));
}
