import type { Expr } from "../promql/query.ts";
import type { Series } from "../promql/label-sets.ts";

/** What exists: metrics, recordings, jobs. */
export interface World extends Series {
  /** Whether unknown metrics are mistakes: not where nothing is known. */
  readonly complete: boolean;
  readonly recordings: ReadonlyMap<string, Expr>;
  readonly jobs: ReadonlySet<string>;
  /** Seconds between two samples. */
  readonly scrapeInterval: (job: string | undefined) => number;
}
