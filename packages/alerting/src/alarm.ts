import type { Severity } from "./severity.ts";

/** What CloudWatch measures: one metric by its dimensions, or what a query finds, whatever its dimensions are. */
export type Measure =
  | {
      readonly kind: "metric";
      readonly namespace: string;
      readonly metric: string;
      readonly statistic: "Average" | "Maximum" | "Minimum" | "Sum";
      /** By the id of the workspace, which is only known once it exists. */
      readonly dimensions: (workspace: string) => Readonly<Record<string, string>>;
    }
  | { readonly kind: "query"; readonly query: (workspace: string) => string };

/**
 * An alarm of CloudWatch: it watches AMP, which cannot watch itself, and what no exporter sees on AWS. It goes to the
 * same topics as alerts do.
 */
export interface AlarmRow {
  /** What its name in the account ends in. */
  readonly name: string;
  readonly severity: Severity;
  /** Alerts that it stands for where these cannot work; switched off together with all of them. */
  readonly standsFor: readonly string[];
  readonly measure: Measure;
  /** On which side of the threshold it is bad. */
  readonly bad: "above" | "below";
  readonly threshold: number;
  readonly periodSeconds: number;
  /** How many periods in a row are bad. */
  readonly periods: number;
  /** What a period without any measurement is. */
  readonly missing: "bad" | "good";
  /** Minutes after its creation in which it tells nobody. */
  readonly warmUpMinutes?: number;
  /** What it means and what to do, in two sentences. */
  readonly description: string;
}
