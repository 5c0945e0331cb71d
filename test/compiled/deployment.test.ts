import { join } from "node:path";
import { compileRules, nameDeployment, ruleGroups } from "@monitoring/alerting";
import { toYaml } from "@monitoring/collection";
import { describe, expect, test } from "@jest/globals";
import { emptyFolder, promtool, write } from "./tools.ts";

const metric = "stack_commit_content:deployment_time_seconds:first";
const own = `{stack="dev", commit="abc", content="1"}`;
const groups = nameDeployment(ruleGroups, { stack: "dev", commit: "abc", content: "1" });

/** Evaluates the deployed rule at an interval from 0 on, beside other series, and compares what it has written down. */
function writtenDown(interval: string, others: readonly object[], at: string, time: number) {
  const folder = emptyFolder();
  const [group] = groups.filter(({ name }) => name === "deployment");
  if (group === undefined) throw new Error("there is no rule of deployments");
  write(join(folder, "deployment.yml"), toYaml(compileRules(group, { runbookBaseUrl: "" })));
  write(
    join(folder, "test.yml"),
    toYaml({
      rule_files: ["deployment.yml"],
      evaluation_interval: interval,
      tests: [
        {
          interval: "15s",
          input_series: others,
          promql_expr_test: [
            { expr: metric + own, eval_time: at, exp_samples: [{ labels: metric + own, value: time }] },
          ],
        },
      ],
    }),
  );
  return promtool("test", "rules", join(folder, "test.yml"));
}

const success = { ok: true, output: expect.stringContaining("SUCCESS") };
const another = (stack: string) => ({
  series: `${metric}{stack="${stack}", commit="def", content="2"}`,
  values: "_x40 600x4 stale",
});

describe("the time of a deployment", () => {
  test("is that of its first evaluation, at every later one", () => {
    expect(writtenDown("15s", [], "30m", 0)).toEqual(success);
  });

  test("survives an outage of days", () => {
    expect(writtenDown("72h", [], "144h", 0)).toEqual(success);
  });

  test("is a new one where another deployment came in between", () => {
    expect(writtenDown("15s", [another("dev")], "30m", 600)).toEqual(success);
  });

  test("does not care what another stack deploys", () => {
    expect(writtenDown("15s", [another("prod")], "30m", 0)).toEqual(success);
  });
});
