import type { Promql } from "@monitoring/collection";
import type { NonEmpty } from "./scenario.ts";

/** Something to look at when an alert has fired. */
export interface RunbookCheck {
  /** The question that it answers. */
  readonly question: string;
  /** A shell command that answers it on the dev stack, filled in. */
  readonly command?: string;
  /** A query that answers it, to paste into Prometheus or Grafana. */
  readonly query?: Promql;
}

/** What the person who is paged reads, besides what the row already says. */
export interface Runbook {
  /** The first three things to look at, in order. */
  readonly checks: readonly [RunbookCheck, RunbookCheck, RunbookCheck];
  /** What usually helps, the least harmful first. */
  readonly fix: NonEmpty<string>;
}
