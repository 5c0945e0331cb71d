import { catalogue, dashboardProblems, ruleFileProblems, type Problem } from "@monitoring/stacks";
import { filesIn } from "@monitoring/stacks/clone-files";

/** Every mistake in the dashboards and rule files that people dropped into the clone. */
export function customFileProblems(): readonly Problem[] {
  const own = catalogue.dashboards.map(({ uid }) => uid);
  return [
    ...dashboardProblems(filesIn("dashboards", /\.json$/), own),
    ...ruleFileProblems(filesIn("rules", /\.ya?ml$/)),
  ];
}
