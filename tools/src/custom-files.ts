import {
  catalogue,
  customFilesIn,
  customRuleFindings,
  dashboardProblems,
  knownMetrics,
  type Config,
  type Problem,
} from "@monitoring/stacks";
import { recordedContracts } from "./record/contracts.ts";

/** What is found in the dashboards and rule files that people dropped into the clone. */
export function customFileFindings(config: Pick<Config, "scrapeInterval">): {
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
} {
  const own = catalogue.dashboards.map(({ uid }) => uid);
  const dashboards = dashboardProblems(customFilesIn("dashboards"), own);
  const files = customFilesIn("rules");
  // Reading every recording takes its time, which nobody without rules of their own should wait for.
  if (Object.keys(files).length === 0) return { problems: dashboards, warnings: [] };
  const known = knownMetrics(recordedContracts().map(({ exposition }) => exposition));
  const rules = customRuleFindings(files, known, config);
  return { problems: [...dashboards, ...rules.problems], warnings: rules.warnings };
}
