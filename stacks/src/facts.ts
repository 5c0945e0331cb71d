import type { RecordedContract } from "@monitoring/collection/recorded";
import type { StackName } from "./artefacts.ts";
import type { Config } from "./config.ts";
import { isPaidFor, stackCost } from "./cost/stack-cost.ts";
import type { CustomFiles } from "./custom-files.ts";
import { detections } from "./detection.ts";
import { images } from "./images.ts";
import { onPlatform } from "./on-platform.ts";

/** The file that `npm run render` writes beside the compiled ones; nothing reads it on a running stack. */
export const factsFile = "facts.json";

/** What the compiled files of a stack do not say, for whoever compares two of them. No secret is in it. */
export interface StackFacts {
  /** Every setting with its default filled in, by key without its namespace. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly objectives: readonly {
    readonly name: string;
    /** Share of events that must be good, e.g. 0.999. */
    readonly objective: number;
    readonly period: string;
  }[];
  /** Image references of the containers by service; none where the stack runs no containers. */
  readonly images: Readonly<Record<string, string>>;
  /** Seconds within which an alert's notification leaves at most, by alert; none where nobody knows. */
  readonly notifiedWithin: Readonly<Record<string, number>>;
  readonly series: number;
  readonly samplesPerSecond: number;
  /** A month in AMP; nothing where the stack sends nothing there. */
  readonly dollars?: number;
}

/** @param contracts what the stack's exporters were recorded to expose */
export function stackFacts(
  stack: StackName,
  config: Config,
  custom: CustomFiles,
  contracts: readonly RecordedContract[],
): StackFacts {
  const { catalogue, wholeCatalogue: _whole, ...settings } = config;
  const { all, shipped } = stackCost(onPlatform(stack, config), contracts, custom);
  const isLocal = stack === "dev";
  return {
    settings,
    objectives: catalogue.objectives.map(({ name, objective, period }) => ({ name, objective, period })),
    images: isLocal ? { ...images, ...config.images } : {},
    notifiedWithin: isLocal
      ? Object.fromEntries(detections(config).map(({ alert, seconds }) => [alert, seconds]))
      : {},
    series: all.series,
    samplesPerSecond: all.samplesPerSecond,
    ...((!isLocal || isPaidFor(config)) && { dollars: shipped.dollars.total }),
  };
}
