import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { seconds, toYaml, witnessInterval } from "@monitoring/collection";
import { artefacts, readConfig } from "@monitoring/stacks";

/** The alerts that tell that samples are missing, and that nothing arrives. */
export const alertsOfLoss = ["SamplesMissing", "PrometheusWritesFailing"] as const;

const files = ["amp/rules/remote-write.yml", "amp/rules/prometheus-storage.yml"] as const;
const target =
  'up{job="blackbox", service="blackbox-exporter", cluster="mcp-prod", instance="exporters.mcp-monitoring.internal:9115"}';
// The stack ran before, and runs on.
const before = 240;
const after = 180;

/**
 * Which alerts fire over the stored samples of the target that is asked every {@link witnessInterval}: promtool evaluates
 * the rules as AMP gets them. It sees what is stored in the end, so that a hole that was filled is none.
 * @param up times of its `up`, in milliseconds, in order
 * @param speed how many times too close together they are
 */
export function alertsTold(promtool: string, up: readonly number[], speed: number): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), "monitoring-told-"));
  try {
    const result = readConfig({});
    if (!result.ok) throw new Error(result.problems.join("\n"));
    const rules = artefacts("prod", result.config);
    for (const path of files) writeFileSync(join(folder, basename(path)), needed(rules[path], path));
    return alertsOfLoss.filter((alert) => fires(promtool, folder, alert, slots(up, speed)));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function needed(text: string | undefined, path: string): string {
  if (text === undefined) throw new Error(`there is no ${path} among the files of prod`);
  return text;
}

/** Per scrape interval whether there is a sample, in promtool's notation. */
function slots(up: readonly number[], speed: number): readonly string[] {
  const [first = 0] = up;
  const taken = new Set(
    up.map((time) => Math.round(((time - first) * speed) / (seconds(witnessInterval) * 1000))),
  );
  const last = Math.max(...taken);
  const measured = Array.from({ length: last + 1 }, (_, slot) => (taken.has(slot) ? "1" : "_"));
  return [...Array<string>(before).fill("1"), ...measured, ...Array<string>(after).fill("1")];
}

function fires(promtool: string, folder: string, alert: string, values: readonly string[]): boolean {
  const file = join(folder, `${alert}.yml`);
  const test = {
    rule_files: files.map((path) => basename(path)),
    evaluation_interval: "30s",
    tests: [
      {
        interval: witnessInterval,
        input_series: [{ series: target, values: values.join(" ") }],
        promql_expr_test: [
          {
            expr: `count(count_over_time(ALERTS{alertname="${alert}", alertstate="firing"}[3h])) > bool 0`,
            eval_time: `${(values.length - 1) * seconds(witnessInterval)}s`,
            exp_samples: [{ labels: "{}", value: 1 }],
          },
        ],
      },
    ],
  };
  writeFileSync(file, toYaml(test));
  try {
    execFileSync(promtool, ["test", "rules", file], { stdio: "pipe" });
    return true;
  } catch (error) {
    const { stdout, stderr } = error as { readonly stdout: Buffer; readonly stderr: Buffer };
    const said = `${stdout.toString()}${stderr.toString()}`;
    if (!said.includes("FAILED")) throw new Error(`promtool: ${said}`, { cause: error });
    return false;
  }
}
