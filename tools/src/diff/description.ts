import type { DescribedDashboard } from "./read/dashboards.ts";
import type { Facts } from "./read/facts.ts";
import type { DescribedRouting } from "./read/routing.ts";
import type { DescribedAlert, DescribedRecording } from "./read/rules.ts";
import type { DescribedJob } from "./read/scrapes.ts";

/** Texts of files by path. */
export type Files = Readonly<Record<string, string>>;

/**
 * A stack as people meet it, read from its compiled files: their formats are those of Prometheus, Alertmanager and
 * Grafana, so that any revision of this project can be compared with any other.
 */
export interface Description {
  readonly stack: string;
  readonly alerts: readonly DescribedAlert[];
  readonly recordings: readonly DescribedRecording[];
  readonly routing: DescribedRouting;
  readonly jobs: readonly DescribedJob[];
  readonly dashboards: readonly DescribedDashboard[];
  readonly facts: Facts;
  /** What is in the files and in none of the above, as texts by what it is. */
  readonly rest: Files;
}

/** The same stack before and after. */
export interface Revision {
  readonly before: Description;
  readonly after: Description;
}
