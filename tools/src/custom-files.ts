import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  catalogue,
  dashboardProblems,
  ruleFileProblems,
  type CustomFiles,
  type Problem,
} from "@monitoring/stacks";
import { repository } from "./repository.ts";

/** Every mistake in the dashboards and rule files that people dropped into the clone. */
export function customFileProblems(): readonly Problem[] {
  const own = catalogue.dashboards.map(({ uid }) => uid);
  return [
    ...dashboardProblems(filesIn("dashboards", /\.json$/), own),
    ...ruleFileProblems(filesIn("rules", /\.ya?ml$/)),
  ];
}

function filesIn(folder: string, pattern: RegExp): CustomFiles {
  const root = join(repository, folder);
  if (!existsSync(root)) return {};
  const names = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => pattern.test(name));
  return Object.fromEntries(
    names.map((name) => [`${folder}/${name}`, readFileSync(join(root, name), "utf8")]),
  );
}
