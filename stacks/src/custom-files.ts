import { folderOf, folderProblem, lintDashboards, readDashboard } from "@monitoring/visualization";
import type { Problem } from "./config.ts";

/** Files by path relative to the clone. */
export type CustomFiles = Readonly<Record<string, string>>;

/** Those of a folder of the clone. */
export function filesBelow(folder: "dashboards" | "rules", files: CustomFiles): CustomFiles {
  return Object.fromEntries(Object.entries(files).filter(([path]) => path.startsWith(`${folder}/`)));
}

/** A dashboard that a custom one must not be taken for. */
export interface TakenDashboard {
  readonly uid: string;
  readonly title: string;
  readonly folder: string;
}

/** Every mistake for which Grafana would not show a custom dashboard, but write to its log. */
export function dashboardProblems(files: CustomFiles, taken: readonly TakenDashboard[]): readonly Problem[] {
  const read = Object.entries(filesBelow("dashboards", files))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, text]) => ({ path, folder: folderOf(path), read: readDashboard(text) }));
  const own = taken.map(({ folder, uid, title }) => ({
    name: "a dashboard of this project",
    folder,
    json: { uid, title },
  }));
  const custom = read.flatMap(({ path, folder, read }) =>
    read.ok ? [{ name: path, folder, json: read.dashboard }] : [],
  );
  return [
    ...read.flatMap(({ path, folder, read }) => {
      const said = read.ok ? folderProblem(folder) : read.problem;
      return said === undefined ? [] : [problem(path, said)];
    }),
    ...lintDashboards([...own, ...custom])
      // Ours among each other are judged by a test.
      .filter(({ name }) => name in files)
      .map(({ name, reason, remedy }) => problem(name, `${reason}; ${remedy}`)),
  ];
}

function problem(path: string, rest: string): Problem {
  return { key: path, message: `${path} ${rest}` };
}
