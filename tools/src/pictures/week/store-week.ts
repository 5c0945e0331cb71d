import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deployedAt, parsePromql } from "@monitoring/collection";
import { artefacts, compiledRules, textsOf, type Config } from "@monitoring/stacks";
import { run } from "../../toolchain/index.ts";
import { recordedTargets, type StackSeries } from "../../record/recorded-stack.ts";
import { alertLines, type PastSeries } from "./alerts-past.ts";
import { deploymentLines } from "./deployments-past.ts";
import { weekStart, writeWeek } from "./expose.ts";
import { alertRules, recordingLevels, ruleFileText } from "./rules.ts";
import { startStore, type Store } from "./store.ts";
import { weekEnd } from "./time.ts";

/** What the week is stored with. */
export interface WeekOptions {
  readonly prometheus: string;
  readonly promtool: string;
  /** An empty folder. */
  readonly folder: string;
  readonly config: Config;
  /** Folder with the stack's compiled files. */
  readonly stackFolder: string;
  readonly say: (what: string) => void;
}

// Where several rules are computed for a week, blocks of two hours would be a thousand.
const wide = ["--max-block-duration=162h"];

// The path that promtool is given and the name of a group decide the second of its evaluations: with another path at each level
// a rule would compare what its own group recorded with what it recorded at another time.
const rules = "rules.yml";

// Two stacks ran when containers were recorded.
const ofOtherStack = "mcpspeed-";

/** Stores the week in a real Prometheus: what exporters would have exposed, what its rules make of that, and its alerts. */
export async function storeWeek(options: WeekOptions): Promise<Store> {
  const { folder, promtool, prometheus, config, say } = options;
  const data = join(folder, "data");
  mkdirSync(data, { recursive: true });
  const log = join(folder, "promtool.log");
  const blocks = async (name: string): Promise<void> => {
    const args = ["tsdb", "create-blocks-from", ...wide, "--quiet", "openmetrics", join(folder, name), data];
    await run(promtool, args, { log });
  };

  const files = compiledRules(config);
  say("what exporters expose");
  writeWeek(join(folder, "week.txt"), readSeries(config, options.stackFolder));
  await blocks("week.txt");

  // That one says when it was first evaluated: promtool has no first time.
  const levels = recordingLevels(files).map((level) =>
    level.filter(({ record }) => record !== deployedAt.name),
  );
  for (const [i, level] of levels.entries()) {
    say(`recordings, level ${i + 1}: ${level.length}`);
    writeFileSync(join(folder, rules), ruleFileText(level, files));
    const store = await startStore(prometheus, data);
    const bounds = ["--start", String(weekStart), "--end", String(weekEnd)];
    const args = ["tsdb", "create-blocks-from", ...wide, "--quiet", "rules", "--url", store.url, ...bounds];
    await run(promtool, [...args, "--output-dir", data, rules], { log, cwd: folder });
    await store.stop();
  }

  say("alerts");
  const store = await startStore(prometheus, data);
  const lines = await alertLines(alertRules(files), (query, step) => askPast(store, query, step));
  await store.stop();
  writeFileSync(join(folder, "alerts.txt"), `${[...lines, ...deploymentLines()].join("\n")}\n# EOF\n`);
  await blocks("alerts.txt");
  return startStore(prometheus, data);
}

/** The series that some rule or panel reads: all others would only take time. */
function readSeries(config: Config, stackFolder: string): readonly StackSeries[] {
  const names = namesRead(artefacts("dev", config));
  const series = recordedTargets(stackFolder).flatMap((target) => target.series);
  return series.filter(
    ({ name, labels }) => names.has(name) && !(labels["name"] ?? "").startsWith(ofOtherStack),
  );
}

function namesRead(files: Readonly<Record<string, string>>): ReadonlySet<string> {
  const compiled = Object.entries(files).filter(([path]) => /^(?:rules|dashboards)\//.test(path));
  const { readers } = textsOf(Object.fromEntries(compiled));
  return new Set(
    readers.flatMap(({ text }) => parsePromql(text).selectors.flatMap(({ metric }) => metric ?? [])),
  );
}

async function askPast(store: Store, query: string, step: number): Promise<readonly PastSeries[]> {
  // Prometheus answers no more than 11,000 points at once.
  const stretch = 10_000 * step;
  const parts: PastSeries[] = [];
  for (let from = weekStart; from < weekEnd; from += stretch) {
    const to = Math.min(weekEnd, from + stretch - step);
    parts.push(...(await store.queryRange(query, from, to, step)));
  }
  const byLabels = Map.groupBy(parts, ({ metric }) => JSON.stringify(metric));
  return [...byLabels.values()].map((same) => ({
    metric: same[0]?.metric ?? {},
    values: same.flatMap(({ values }) => values),
  }));
}
