import { seconds, type Duration } from "@monitoring/collection";

/** How many series may live at once under some labels. */
export interface SeriesLimit {
  /** Every label that a series has to have, with its value. */
  readonly labels: Readonly<Record<string, string>>;
  readonly maxSeries: number;
}

/** What an AMP workspace keeps and takes. */
export interface WorkspaceSettings {
  /** How long samples are kept: whole days. */
  readonly retention: Duration;
  /** How much older than the newest of its series a sample may be. */
  readonly outOfOrderWindow: Duration;
  /** How far back rules look, so that samples under way have arrived. */
  readonly ruleQueryOffset: Duration;
  /** Series that match none of `seriesLimits`. */
  readonly seriesLimit: number;
  readonly seriesLimits: readonly SeriesLimit[];
}

/** What AWS takes at most: https://docs.aws.amazon.com/prometheus/latest/userguide/AMP_quotas.html, read in 2026. */
export const workspaceLimits = {
  retention: "1095d",
  outOfOrderWindow: "10m",
  ruleQueryOffset: "1d",
  labelSets: 100,
} as const;

/** A workspace's settings in AWS's words. */
export interface WorkspaceConfiguration {
  readonly retentionPeriodInDays: number;
  readonly outOfOrderTimeWindowInSeconds: number;
  readonly ruleQueryOffsetInSeconds: number;
  readonly limitsPerLabelSets: {
    readonly labelSet: Record<string, string>;
    readonly limits: { readonly maxSeries: number };
  }[];
}

/** The settings as the workspace's configuration; the limit without labels is of whatever no other limit is about. */
export function compileWorkspace(settings: WorkspaceSettings): WorkspaceConfiguration {
  const limits = [{ labels: {}, maxSeries: settings.seriesLimit }, ...settings.seriesLimits];
  return {
    retentionPeriodInDays: seconds(settings.retention) / seconds("1d"),
    outOfOrderTimeWindowInSeconds: seconds(settings.outOfOrderWindow),
    ruleQueryOffsetInSeconds: seconds(settings.ruleQueryOffset),
    limitsPerLabelSets: limits.map(({ labels, maxSeries }) => ({
      labelSet: { ...labels },
      limits: { maxSeries },
    })),
  };
}

/** How many series the workspace takes in all. */
export function allSeries({ seriesLimit, seriesLimits }: WorkspaceSettings): number {
  return seriesLimits.reduce((sum, { maxSeries }) => sum + maxSeries, seriesLimit);
}
