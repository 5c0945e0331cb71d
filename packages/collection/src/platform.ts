import { declaredName, type Metric } from "./metric.ts";
import type { LabelMatcher } from "./parse-promql.ts";
import type { JobName } from "./scrape-job.ts";
import { exporterJobs, exporters } from "./exporters/index.ts";
import {
  alertsNotSent,
  alertsSent,
  alertsWaiting,
  blockReloadsFailed,
  blocksBytes,
  chunkCorruptions,
  compactionsFailed,
  headSeries,
  headTruncationsFailed,
  ruleEvaluationFailures,
  ruleGroupInterval,
  ruleGroupIterationsMissed,
  ruleGroupLastDuration,
  samplesAppended,
  walCorruptions,
} from "./exporters/prometheus.ts";

/**
 * Where what is watched runs: beside a Docker engine whose machine and containers are in view, or on AWS, as tasks on
 * Fargate with managed databases.
 */
export type Platform = "docker" | "aws";

/** Signals that a platform does not have. */
export interface BlindSpot {
  /** The job that would bring them. */
  readonly job: JobName;
  /** Those that are missing, where the job exists. @default the whole job */
  readonly metrics?: readonly Metric[];
  /** Why, as a sentence without a full stop. */
  readonly why: string;
}

/**
 * The one table of what exists where. Rules and panels are not written twice: what could only ever be empty, because of
 * what is missing here, is left out of the stack on that platform.
 */
export const blindSpots: Readonly<Record<Platform, readonly BlindSpot[]>> = {
  docker: [{ job: "ecs", why: "there are no tasks of ECS on a Docker engine" }],
  aws: [
    { job: "node", why: "Fargate and managed databases show nobody their machine" },
    { job: "cadvisor", why: "Fargate shows nobody its containers" },
    { job: "alertmanager", why: "AMP's alert manager shows its metrics to CloudWatch alone" },
    { job: "grafana", why: "the Grafana server is not a part of this stack" },
    {
      job: "prometheus",
      // What Prometheus 3.14 does not expose when it runs with --agent; a test asks one.
      metrics: [
        ruleEvaluationFailures,
        ruleGroupLastDuration,
        ruleGroupInterval,
        ruleGroupIterationsMissed,
        alertsSent,
        alertsNotSent,
        alertsWaiting,
        walCorruptions,
        chunkCorruptions,
        compactionsFailed,
        headTruncationsFailed,
        blockReloadsFailed,
        blocksBytes,
        headSeries,
        samplesAppended,
      ],
      why: "collectors are agents: AMP evaluates rules, notifies and stores, and shows its metrics to CloudWatch alone",
    },
  ],
};

/** Whether a job exists on a platform. */
export function isThere(platform: Platform, job: JobName): boolean {
  return blindSpots[platform].every((spot) => spot.job !== job || spot.metrics !== undefined);
}

/** What is asked about a selector: its metric, where it names one, and the conditions on its labels. */
export interface Wanted {
  readonly metric: string | undefined;
  readonly matchers: readonly LabelMatcher[];
}

/** Why no series that a selector wants can exist on a platform; nothing where some may. */
export function whyBlind(platform: Platform): (wanted: Wanted) => string | undefined {
  const spots = blindSpots[platform].map(({ job, metrics, why }) => ({
    // Where only a part is missing, the job is there.
    job: metrics === undefined ? job : undefined,
    metrics: new Set((metrics ?? metricsOf(job)).map(({ name }) => declaredName(name))),
    why,
  }));
  return ({ metric, matchers }) => {
    const job = matchers.find(({ label, op }) => label === "job" && op === "=")?.value;
    const name = metric === undefined ? undefined : declaredName(metric);
    return spots.find(
      (spot) => (job !== undefined && spot.job === job) || (name !== undefined && spot.metrics.has(name)),
    )?.why;
  };
}

function metricsOf(job: JobName): readonly Metric[] {
  const declared: readonly (readonly [string, readonly Metric[]])[] = Object.entries(exporters);
  return declared.flatMap(([exporter, metrics]) => (exporterJobs[exporter] === job ? metrics : []));
}
