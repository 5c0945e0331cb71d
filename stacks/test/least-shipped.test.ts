import { parsePromql, type LabelMatcher } from "@monitoring/collection";
import { recordedContracts } from "@monitoring/collection/recorded";
import { isKept, whole } from "@monitoring/remote-storage";
import { expect, test } from "@jest/globals";
import { recordedSeries, type RecordedSeries } from "../src/cost/index.ts";
import {
  compiledRules,
  dashboardFiles,
  namesMetrics,
  onPlatform,
  readConfig,
  readers,
  shippedSeries,
  textsOf,
  type Config,
  type StackName,
} from "../src/index.ts";

/** A configuration as a stack has it. */
function configOf(stack: StackName): Config {
  const result = readConfig({
    remoteWrite: { store: { kind: "generic", url: "https://mimir.example.com/push" } },
  });
  if (!result.ok) throw new Error(result.problems.join("\n"));
  return onPlatform(stack, result.config);
}

const always = /^(?:up|scrape_.+|.+_build_info)$/;

/** The series that some query asks for by itself, and those that always leave: with one less, an answer would differ. */
function asked(config: Config, series: readonly RecordedSeries[]): readonly RecordedSeries[] {
  const { readers: deployed } = textsOf(dashboardFiles(config, {}), compiledRules(config));
  const runbooks = readers(config.catalogue).filter(
    (one) => one.owner.startsWith("runbook") && namesMetrics(one),
  );
  const selectors = [...deployed, ...runbooks].flatMap(({ text }) => parsePromql(text).selectors);
  const byMetric = Map.groupBy(selectors, ({ metric }) => metric);
  return series.filter(({ labels }) => {
    const name = labels["__name__"] ?? "";
    return (
      always.test(name) ||
      (byMetric.get(name) ?? []).some(({ matchers }) => matchers.every((one) => fits(one, labels)))
    );
  });
}

function fits({ label, op, value }: LabelMatcher, labels: Readonly<Record<string, string>>): boolean {
  const is = labels[label] ?? "";
  // A dashboard's variable was filled in with anything.
  const equals =
    op.startsWith("=") && (op === "=~" || value.includes(".*")) ? whole(value)(is) : is === value;
  if (op === "!~") return !whole(value)(is);
  return op === "!=" ? is !== value : equals;
}

function samplesPerSecond(series: readonly RecordedSeries[]): number {
  return series.reduce((sum, { intervalSeconds }) => sum + 1 / intervalSeconds, 0);
}

const percent = (part: number, all: number): string => `${((100 * part) / all).toFixed(1)} %`;

test.each(["dev", "prod"] as const)("hardly a series leaves %s that no query asks for", (stack) => {
  const config = configOf(stack);
  const { series } = recordedSeries(config, recordedContracts());
  const rules = shippedSeries(config);
  if (rules === "all") throw new Error("everything leaves");
  const kept = isKept(rules);
  const leaving = series.filter(({ labels }) => kept(labels));
  const least = asked(config, series);
  const said = [leaving, least].map(
    (some) =>
      `${some.length} series (${percent(some.length, series.length)}), ` +
      `${samplesPerSecond(some).toFixed(1)} samples/s (${percent(samplesPerSecond(some), samplesPerSecond(series))})`,
  );
  process.stdout.write(`   ${stack}: leave ${said[0] ?? ""}; asked for by themselves ${said[1] ?? ""}\n`);
  expect(least.filter((one) => !leaving.includes(one))).toEqual([]);
  expect(leaving.length / least.length).toBeLessThan(1.05);
  expect(leaving.length / series.length).toBeLessThanOrEqual(0.2);
});
