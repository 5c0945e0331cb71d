import type { KnownSeries } from "@monitoring/collection";
import type { JsonPath } from "../json-value.ts";
import type { DashboardView } from "./dashboard-view.ts";
import type { Severity } from "./finding.ts";

/** What a rule looks at. */
export interface Subject {
  readonly dashboard: DashboardView;
  readonly known: KnownSeries;
}

/** What a rule found. */
export interface Found {
  readonly at: JsonPath;
  readonly panel?: string | undefined;
  readonly reason: string;
  readonly remedy: string;
}

/** A row of the linter's table. */
export interface LintRule {
  readonly id: string;
  /** What goes wrong where the rule is broken. */
  readonly why: string;
  /** In a dashboard of somebody else, which may break style, but has to work. In ours every finding is an error. */
  readonly foreign: Severity;
  readonly find: (subject: Subject) => readonly Found[];
}
