import type { KnownSeries } from "@monitoring/collection";
import { normaliseDashboard, type NormaliseOptions } from "../custom/normalise-dashboard.ts";
import { readDashboard } from "../custom/read-dashboard.ts";
import type { Finding } from "./finding.ts";
import { lintDashboard, type Origin } from "./lint-dashboard.ts";

/** A finding in a file. */
export interface FileFinding extends Finding {
  readonly path: string;
  /** Counted from 1; of the innermost part of what is meant that the file has. */
  readonly line: number;
}

/** How a file is judged. */
export interface LintFileOptions {
  readonly known: KnownSeries;
  /** @default "foreign" */
  readonly origin?: Origin;
  /** Judges the dashboard as it is deployed with this data source instead of as it is written. */
  readonly deployedWith?: NormaliseOptions["dataSource"];
}

/** Every mistake in a file with a dashboard; a file that is none has one, of the rule `file`. */
export function lintDashboardFile(
  path: string,
  text: string,
  options: LintFileOptions,
): readonly FileFinding[] {
  const { known, origin = "foreign", deployedWith } = options;
  const read = readDashboard(text);
  if (!read.ok) {
    const dashboard = { uid: undefined, title: undefined };
    const [reason = "", remedy = ""] = read.problem.split(/; (?=[^;]*$)/);
    const common = { dashboard, panel: undefined, rule: "file", severity: "error", at: [] } as const;
    return [{ ...common, path, line: read.line, reason, remedy }];
  }
  const json = deployedWith
    ? normaliseDashboard(read.dashboard, { dataSource: deployedWith, path }).json
    : read.dashboard;
  return lintDashboard(json, known, origin).map((finding) => ({
    ...finding,
    path,
    line: read.lineOf(finding.at),
  }));
}
