import { readdirSync } from "node:fs";
import { join } from "node:path";
import { compileRuleTests, type Alert, type AlertGroup } from "@monitoring/alerting";
import { toYaml } from "@monitoring/collection";
import { catalogue } from "@monitoring/stacks";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { promtool, rendered, write } from "./tools.ts";

const groups: readonly AlertGroup[] = catalogue.alerts;
const alerts = groups.flatMap((group) => group.alerts.map((alert) => ({ name: alert.name, alert, group })));

describe("the compiled rules", () => {
  let dev: string;
  let prod: string;
  beforeAll(() => {
    dev = rendered("dev");
    prod = rendered("prod");
  });

  test("and the configuration that names them pass promtool", () => {
    expect(promtool("check", "config", join(dev, "prometheus.yml"))).toMatchObject({ ok: true });
  });

  test("for AMP pass promtool", () => {
    const files = readdirSync(join(prod, "amp/rules")).map((name) => join(prod, "amp/rules", name));
    expect(files).toHaveLength(3);
    expect(promtool("check", "rules", "--lint=all", "--lint-fatal", ...files)).toMatchObject({ ok: true });
  });

  test.each(alerts)("$name fires and stays quiet in promtool as its scenarios say", ({ alert, group }) => {
    expect(scenarios(dev, alert, group)).toEqual({ ok: true, output: expect.stringContaining("SUCCESS") });
  });

  test("are really tried: a scenario that expects the opposite fails", () => {
    const [entry] = alerts;
    if (entry === undefined) throw new Error("there is no alert");
    const { alert, group } = entry;
    const [quiet] = alert.quiet as readonly [Alert["fires"][0]];
    const wrong: Alert = { ...alert, fires: [{ ...quiet, labels: {}, summary: "" }] };
    expect(scenarios(dev, wrong, group).ok).toBe(false);
  });
});

function scenarios(folder: string, alert: Alert, group: AlertGroup) {
  const ruleFiles = [join(folder, `rules/alerts-${group.name}.yml`)];
  const file = compileRuleTests(group, alert, { runbookBaseUrl: "docs/runbooks", ruleFiles });
  const path = join(folder, `tests/${alert.name}.yml`);
  write(path, toYaml(file));
  return promtool("test", "rules", path);
}
