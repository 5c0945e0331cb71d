import { ampInterval } from "@monitoring/alerting";
import { promqlSeconds } from "@monitoring/collection";
import type { RecordedContract } from "@monitoring/collection/recorded";
import {
  ampPrices,
  cost,
  isKept,
  mostExpensive,
  type Cost,
  type MetricCost,
  type MetricLoad,
} from "@monitoring/remote-storage";
import { shippedSeries } from "../artefacts.ts";
import { keyProblem, type Config, type Problem } from "../config.ts";
import type { CustomFiles } from "../custom-files.ts";
import { compiledRules } from "../rule-files.ts";
import type { Shipped } from "../shipping/keep.ts";
import { ruleSamplesPerSecond, type EvaluatedRule } from "./query-load.ts";
import { recordedSeries, type RecordedSeries } from "./recorded-series.ts";

/** What long-term storage in AMP costs, with and without the keep-list. */
export interface StackCost {
  readonly all: Cost;
  readonly shipped: Cost;
  /** The metrics that cost most of what leaves. */
  readonly most: readonly MetricCost[];
  /** Jobs of which nobody knows how many series they have. */
  readonly unknown: readonly string[];
}

/** The price of a configuration, by what its exporters were recorded to expose. */
export function stackCost(
  config: Config,
  contracts: readonly RecordedContract[],
  custom: CustomFiles = {},
): StackCost {
  const { series, unrecorded } = recordedSeries(config, contracts);
  const queries = ruleSamplesPerSecond(evaluatedRules(config), series);
  const leaving = keptOf(series, shippedSeries(config, custom));
  return { ...priced(loads(series), loads(leaving), queries), unknown: unrecorded };
}

/** The price of so many series, all and those that leave. */
export function priced(
  all: readonly MetricLoad[],
  leaving: readonly MetricLoad[],
  querySamplesPerSecond: number,
): Omit<StackCost, "unknown"> {
  const shipped = cost(leaving, querySamplesPerSecond, ampPrices);
  return {
    all: cost(all, querySamplesPerSecond, ampPrices),
    shipped,
    most: mostExpensive(leaving, shipped, 5),
  };
}

/** Samples that the stack's rules read per second in AMP, were its targets like those that were recorded. */
export function ruleLoad(config: Config, contracts: readonly RecordedContract[]): number {
  return ruleSamplesPerSecond(evaluatedRules(config), recordedSeries(config, contracts).series);
}

function keptOf(series: readonly RecordedSeries[], what: Shipped): readonly RecordedSeries[] {
  if (what === "all") return series;
  const kept = isKept(what);
  return series.filter(({ labels }) => kept(labels));
}

/** Of a metric that some targets are asked for more often than others, the interval at which all of it would be as much. */
function loads(series: readonly RecordedSeries[]): readonly MetricLoad[] {
  const groups = Map.groupBy(series, ({ job, labels }) => `${job} ${labels["__name__"] ?? ""}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const samplesPerSecond = group.reduce((sum, { intervalSeconds }) => sum + 1 / intervalSeconds, 0);
    return [
      {
        job: first.job,
        metric: first.labels["__name__"] ?? "",
        series: group.length,
        intervalSeconds: group.length / samplesPerSecond,
      },
    ];
  });
}

function evaluatedRules(config: Config): readonly EvaluatedRule[] {
  return Object.values(compiledRules(config, ampInterval)).flatMap(({ groups }) =>
    groups.flatMap(({ interval, rules }) =>
      rules.map((rule) => ({
        ...("record" in rule && { record: rule.record }),
        expr: rule.expr,
        seconds: promqlSeconds(interval),
      })),
    ),
  );
}

/** Whether the dev stack sends anything to AMP. */
export function isPaidFor({ remoteWrite }: Config): boolean {
  return Object.values(remoteWrite).some(({ kind }) => kind === "amp");
}

/** What speaks against a preview: that it costs more than it may. */
export function budgetProblems({ budget }: Config, { shipped, most }: StackCost): readonly Problem[] {
  const { total } = shipped.dollars;
  if (budget === undefined || total <= budget) return [];
  const named = most.map(({ metric, job, dollars }) => `${metric} of ${job} (${money(dollars)})`);
  return [
    keyProblem(
      "budget",
      `is ${money(budget)} a month, and AMP would cost about ${money(total)}; most of it is for ${named.join(", ")}. ` +
        "Raise it, scrape less often, or do without what reads them (npm run cost says more)",
    ),
  ];
}

/** An amount of dollars for people. */
export function money(dollars: number): string {
  return `$${dollars.toFixed(2)}`;
}
