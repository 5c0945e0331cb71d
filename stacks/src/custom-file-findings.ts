import { recordedContracts } from "@monitoring/collection/recorded";
import type { Catalogue } from "./catalogue.ts";
import type { Config, Problem } from "./config.ts";
import { dashboardProblems, filesBelow, type CustomFiles } from "./custom-files.ts";
import { customRecordings, customRuleFindings } from "./custom-rules.ts";
import { customWarnings } from "./custom-warnings.ts";
import { knownMetrics } from "./known-metrics.ts";
import { stackSeries } from "./stack-series.ts";

/** What is found in files that people dropped into the clone. */
export interface CustomFindings {
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** What is found in the dashboards and rule files that people dropped into the clone. */
export function customFileFindings(
  config: Pick<Config, "scrapeInterval" | "catalogue">,
  custom: CustomFiles,
): CustomFindings {
  const rules = ruleFindings(config, filesBelow("rules", custom));
  const dashboards = dashboardFindings(
    config.catalogue,
    filesBelow("dashboards", custom),
    rules.problems.length === 0 ? filesBelow("rules", custom) : {},
  );
  return {
    problems: [...dashboards.problems, ...rules.problems],
    warnings: [...dashboards.warnings, ...rules.warnings],
  };
}

// Reading every recording takes its time, which nobody without files of their own should wait for.
function ruleFindings(
  config: Pick<Config, "scrapeInterval" | "catalogue">,
  files: CustomFiles,
): CustomFindings {
  if (Object.keys(files).length === 0) return { problems: [], warnings: [] };
  const known = knownMetrics(
    config.catalogue,
    recordedContracts().map(({ exposition }) => exposition),
  );
  return customRuleFindings(files, known, config);
}

/** @param rules those whose recordings a dashboard may read; none while there are mistakes in them */
function dashboardFindings(catalogue: Catalogue, files: CustomFiles, rules: CustomFiles): CustomFindings {
  if (Object.keys(files).length === 0) return { problems: [], warnings: [] };
  return {
    problems: dashboardProblems(files, catalogue.dashboards),
    warnings: customWarnings(files, stackSeries(catalogue, customRecordings(rules))),
  };
}
