import { ampTrials, seenByAmp, type RuleFile, type RuleGroup } from "@monitoring/alerting";
import { checkConfig, onPlatform, ruleNamespaces } from "@monitoring/stacks";
import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { proven, success } from "./proven.ts";

const config = onPlatform("prod", checkConfig({}).config);
const groups: readonly RuleGroup[] = config.catalogue.rules;
const alerts = groups.flatMap((group) => group.alerts.map((alert) => ({ name: alert.name, alert, group })));
const deployed = Object.values(ruleNamespaces(config, {})).map((text) => parse(text) as RuleFile);

describe("the rule namespaces that AMP gets, evaluated as often as AMP does", () => {
  test.each(alerts)("$name fires in time and stays quiet as its scenarios say", ({ alert, group }) => {
    expect(proven(ampTrials(deployed, group, alert))).toBe(success);
  });

  test("cover every alert that is not left out, each with a scenario that AMP has to see", () => {
    process.stdout.write(`   alerts proven in AMP's rule namespaces: ${alerts.length}\n`);
    expect(
      alerts.filter(({ alert, group }) => seenByAmp(alert, group) === 0).map(({ name }) => name),
    ).toEqual([]);
    expect(alerts.length).toBeGreaterThan(35);
  });

  // A proof that no wrong rule can fail would prove nothing.
  test.each(alerts.filter(({ alert }) => alert.quiet !== "never"))(
    "$name: the proof catches that it never fires, and that it always does",
    ({ alert, group }) => {
      for (const expr of ["vector(0) > 1", "vector(1)"]) {
        const wrong = deployed.map((file) => broken(file, alert.name, expr));
        expect(proven(ampTrials(wrong, group, alert))).toContain("FAILED");
      }
    },
  );
});

/** The same file with another expression for one alert. */
function broken(file: RuleFile, alert: string, expr: string): RuleFile {
  return {
    groups: file.groups.map((group) => ({
      ...group,
      rules: group.rules.map((rule) => ("alert" in rule && rule.alert === alert ? { ...rule, expr } : rule)),
    })),
  };
}
