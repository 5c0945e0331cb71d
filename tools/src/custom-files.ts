import {
  catalogue,
  customFilesIn,
  customRecordings,
  customRuleFindings,
  customWarnings,
  dashboardProblems,
  knownMetrics,
  type Config,
  type Problem,
} from "@monitoring/stacks";
import { recordedContracts } from "@monitoring/collection/recorded";
import { stackSeries } from "./record/stack-series.ts";

/** What is found in files that people dropped into the clone. */
interface CustomFindings {
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** What is found in the dashboards and rule files that people dropped into the clone. */
export function customFileFindings(config: Pick<Config, "scrapeInterval">): CustomFindings {
  const rules = ruleFindings(config);
  const dashboards = dashboardFindings(rules.problems.length === 0);
  return {
    problems: [...dashboards.problems, ...rules.problems],
    warnings: [...dashboards.warnings, ...rules.warnings],
  };
}

// Reading every recording takes its time, which nobody without files of their own should wait for.
function ruleFindings(config: Pick<Config, "scrapeInterval">): CustomFindings {
  const files = customFilesIn("rules");
  if (Object.keys(files).length === 0) return { problems: [], warnings: [] };
  const known = knownMetrics(
    catalogue,
    recordedContracts().map(({ exposition }) => exposition),
  );
  return customRuleFindings(files, known, config);
}

function dashboardFindings(areRulesRight: boolean): CustomFindings {
  const files = customFilesIn("dashboards");
  if (Object.keys(files).length === 0) return { problems: [], warnings: [] };
  const recorded = areRulesRight ? customRecordings(customFilesIn("rules")) : [];
  return {
    problems: dashboardProblems(files, catalogue.dashboards),
    warnings: customWarnings(files, stackSeries(recorded)),
  };
}
