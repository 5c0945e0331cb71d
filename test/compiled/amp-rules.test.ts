import { join } from "node:path";
import { compileAmpProof, seenByAmp, type Alert, type RuleFile, type RuleGroup } from "@monitoring/alerting";
import { toYaml } from "@monitoring/collection";
import { checkConfig, onPlatform, ruleNamespaces } from "@monitoring/stacks";
import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { emptyFolder, promtool, write } from "./tools.ts";

const config = onPlatform("prod", checkConfig({}).config);
const groups: readonly RuleGroup[] = config.catalogue.rules;
const alerts = groups.flatMap((group) => group.alerts.map((alert) => ({ name: alert.name, alert, group })));
const deployed = Object.values(ruleNamespaces(config, {})).map((text) => parse(text) as RuleFile);

describe("the rule namespaces that AMP gets, evaluated as often as AMP does", () => {
  test.each(alerts)("$name fires in time and stays quiet as its scenarios say", ({ alert, group }) => {
    expect(prove(deployed, alert, group)).toEqual({ ok: true, output: expect.stringContaining("SUCCESS") });
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
        expect(
          prove(
            deployed.map((file) => broken(file, alert.name, expr)),
            alert,
            group,
          ).ok,
        ).toBe(false);
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

function prove(compiled: readonly RuleFile[], alert: Alert, group: RuleGroup) {
  const folder = emptyFolder();
  const { rules, test } = compileAmpProof(compiled, group, alert, { rulesPath: "rules.yml" });
  write(join(folder, "rules.yml"), toYaml(rules));
  write(join(folder, "test.yml"), toYaml(test));
  return promtool("test", "rules", join(folder, "test.yml"));
}
