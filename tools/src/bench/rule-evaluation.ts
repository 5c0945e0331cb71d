import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { toYaml } from "@monitoring/collection";
import { artefacts, readConfig } from "@monitoring/stacks";
import { recordedContracts } from "@monitoring/collection/recorded";
import { freePort } from "../loopback.ts";
import { UserError } from "../user-error.ts";
import { serveManySeries } from "./many-series.ts";

/** How long a rule group takes. */
export interface GroupTime {
  readonly group: string;
  readonly interval: number;
  /** Seconds of the slowest evaluation of the last minute. */
  readonly slowest: number;
}

/** What was measured, and on how much. */
export interface RuleEvaluation {
  readonly series: number;
  readonly groups: readonly GroupTime[];
}

/** Evaluates every rule of the dev stack in a real Prometheus with so many series, for so many seconds. */
export async function ruleEvaluation(
  prometheus: string,
  series: number,
  seconds: number,
): Promise<RuleEvaluation> {
  const folder = mkdtempSync(join(tmpdir(), "monitoring-bench-rules-"));
  const source = await serveManySeries(recordedContracts(), series);
  try {
    const port = await freePort();
    writeConfiguration(folder, port, source.scrapeConfigs);
    const child = spawn(
      prometheus,
      [
        `--config.file=${folder}/prometheus.yml`,
        `--storage.tsdb.path=${folder}/data`,
        `--web.listen-address=127.0.0.1:${port}`,
      ],
      { stdio: "ignore" },
    );
    const exited = once(child, "exit");
    try {
      await Promise.race([
        sleep(seconds * 1000),
        exited.then(() => {
          throw new UserError("prometheus ended before the measurement did");
        }),
      ]);
      return { series: source.series, groups: await groupTimes(port) };
    } finally {
      child.kill("SIGKILL");
      await exited;
    }
  } finally {
    await source.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeConfiguration(folder: string, port: number, scrapeConfigs: readonly object[]): void {
  const result = readConfig({});
  if (!result.ok) throw new Error(result.problems.join("\n"));
  const rules = Object.entries(artefacts("dev", result.config)).filter(([path]) => path.startsWith("rules/"));
  for (const [path, text] of rules) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const own = {
    job_name: "itself",
    scrape_interval: "1s",
    static_configs: [{ targets: [`127.0.0.1:${port}`] }],
  };
  writeFileSync(
    join(folder, "prometheus.yml"),
    toYaml({
      global: { scrape_interval: "15s", evaluation_interval: "15s" },
      rule_files: rules.map(([path]) => path),
      scrape_configs: [...scrapeConfigs, own],
    }),
  );
}

async function groupTimes(port: number): Promise<readonly GroupTime[]> {
  const [slowest, intervals] = await Promise.all([
    query(port, 'max_over_time(prometheus_rule_group_last_duration_seconds{job="itself"}[1m])'),
    query(port, 'prometheus_rule_group_interval_seconds{job="itself"}'),
  ]);
  return [...slowest].map(([group, seconds]) => ({
    group: group.split(";")[1] ?? group,
    interval: intervals.get(group) ?? 0,
    slowest: seconds,
  }));
}

async function query(port: number, expr: string): Promise<ReadonlyMap<string, number>> {
  const url = `http://127.0.0.1:${port}/api/v1/query?query=${encodeURIComponent(expr)}`;
  const answer = (await (await fetch(url)).json()) as {
    data: { result: { metric: { rule_group: string }; value: [number, string] }[] };
  };
  return new Map(answer.data.result.map(({ metric, value }) => [metric.rule_group, Number(value[1])]));
}
