import { folderOf, folderProblem, lintDashboards, readDashboard } from "@monitoring/visualization";
import { parseDocument } from "yaml";
import { catalogue } from "./catalogue.ts";
import type { Problem } from "./config.ts";

/** Files by path relative to the clone. */
export type CustomFiles = Readonly<Record<string, string>>;

/** A dashboard that a custom one must not be taken for. */
export interface TakenDashboard {
  readonly uid: string;
  readonly title: string;
  readonly folder: string;
}

/** Every mistake in what people drop into the clone. */
export function customFileProblems(files: CustomFiles): readonly Problem[] {
  const below = (folder: string): CustomFiles =>
    Object.fromEntries(Object.entries(files).filter(([path]) => path.startsWith(`${folder}/`)));
  return [
    ...dashboardProblems(below("dashboards"), catalogue.dashboards),
    ...ruleFileProblems(below("rules")),
  ];
}

/** Every mistake for which Grafana would not show a custom dashboard, but write to its log. */
export function dashboardProblems(files: CustomFiles, taken: readonly TakenDashboard[]): readonly Problem[] {
  const read = Object.entries(files)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, text]) => ({ path, folder: folderOf(path), read: readDashboard(text) }));
  const own = taken.map(({ folder, ...json }) => ({ name: "a dashboard of this project", folder, json }));
  const custom = read.flatMap(({ path, folder, read }) =>
    read.ok ? [{ name: path, folder, json: read.dashboard }] : [],
  );
  return [
    ...read.flatMap(({ path, folder, read }) => {
      const said = read.ok ? folderProblem(folder) : read.problem;
      return said === undefined ? [] : [problem(path, said)];
    }),
    ...lintDashboards([...own, ...custom]).map(({ name, reason, remedy }) =>
      problem(name, `${reason}; ${remedy}`),
    ),
  ];
}

/** Every mistake in the shape of the rule files that people drop into `rules/`; what is in a rule, promtool judges. */
export function ruleFileProblems(files: CustomFiles): readonly Problem[] {
  const paths = Object.keys(files).sort();
  const names = new Map<string, string>();
  return paths.flatMap((path) => {
    const document = parseDocument(files[path] ?? "");
    const [error] = document.errors;
    if (error) return [problem(path, `is not YAML: ${error.message.split("\n")[0] ?? ""}`)];
    const file = document.toJS() as unknown;
    const groups = isMapping(file) ? file["groups"] : undefined;
    if (!isMapping(file) || !Array.isArray(groups)) {
      return [problem(path, 'has no list "groups"; a rule file is groups: [{ name, rules: [...] }]')];
    }
    const unknown = Object.keys(file).filter((key) => key !== "groups");
    return [
      ...unknown.map((key) =>
        problem(path, `has "${key}" beside "groups"; Prometheus takes nothing else there`),
      ),
      ...groups.flatMap((group: unknown, i) => groupProblems(path, group, i, names)),
    ];
  });
}

function groupProblems(path: string, group: unknown, i: number, names: Map<string, string>): Problem[] {
  if (!isMapping(group) || typeof group["name"] !== "string" || group["name"] === "") {
    return [problem(path, `has no name for group ${i + 1}; give it a "name"`)];
  }
  const { name, rules } = group;
  const at = `group "${name}"`;
  const found: Problem[] = [];
  const same = names.get(`${path} ${name}`);
  if (same !== undefined) found.push(problem(path, `has two groups "${name}"; give each its own name`));
  names.set(`${path} ${name}`, path);
  if (!Array.isArray(rules)) return [...found, problem(path, `has no list "rules" in ${at}`)];
  rules.forEach((rule: unknown, j) => {
    const which = `rule ${j + 1} of ${at}`;
    if (!isMapping(rule)) found.push(problem(path, `has no mapping as ${which}`));
    else {
      if ("alert" in rule === "record" in rule) {
        found.push(problem(path, `needs either "alert" or "record" in ${which}`));
      }
      if (!("expr" in rule)) found.push(problem(path, `has no "expr" in ${which}`));
    }
  });
  return found;
}

function problem(path: string, rest: string): Problem {
  return { key: path, message: `${path} ${rest}` };
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
