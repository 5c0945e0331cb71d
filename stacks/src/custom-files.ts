import type { Problem } from "./config.ts";

/** Files by path relative to the clone. */
export type CustomFiles = Readonly<Record<string, string>>;

interface Dashboard {
  readonly path: string;
  readonly uid: string | undefined;
  readonly title: string;
  readonly folder: string;
}

type Read = { readonly dashboard: Dashboard } | { readonly problem: string };

/**
 * Every mistake in the dashboards that people drop into `dashboards/`, for which Grafana only writes to its log.
 * @param taken uids of the project's own dashboards
 */
export function dashboardProblems(files: CustomFiles, taken: readonly string[]): readonly Problem[] {
  const read = Object.entries(files)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, text]) => ({ path, ...readDashboard(path, text) }));
  const broken = read.flatMap((row) => ("problem" in row ? [problem(row.path, row.problem)] : []));
  const dashboards = read.flatMap((row) => ("dashboard" in row ? [row.dashboard] : []));
  return [
    ...broken,
    ...dashboards.flatMap(({ path, uid }, i) => {
      if (uid === undefined) return [];
      const other = taken.includes(uid)
        ? "a dashboard of this project"
        : dashboards.slice(0, i).find((earlier) => earlier.uid === uid)?.path;
      if (other === undefined) return [];
      return [problem(path, `has the uid "${uid}", as has ${other}; give it another one`)];
    }),
    ...dashboards.flatMap(({ path, title, folder }, i) => {
      const other = dashboards
        .slice(0, i)
        .find((earlier) => earlier.title === title && earlier.folder === folder);
      if (other === undefined) return [];
      return [
        problem(
          path,
          `has the title "${title}", as has ${other.path} in the same folder; give it another one`,
        ),
      ];
    }),
  ];
}

function readDashboard(path: string, text: string): Read {
  let json: unknown;
  try {
    json = JSON.parse(text) as unknown;
  } catch (error) {
    return { problem: `is not JSON: ${(error as Error).message}; export the dashboard again` };
  }
  if (!isMapping(json)) return { problem: "is not a dashboard: it must be a JSON object" };
  if (isMapping(json["dashboard"])) {
    return { problem: 'is an answer of Grafana\'s API; keep only what is in its "dashboard"' };
  }
  if (Array.isArray(json["__inputs"]) && json["__inputs"].length > 0) {
    return {
      problem:
        'has "__inputs", which Grafana fills in only on import by hand; export it with ' +
        '"Export for sharing externally" switched off',
    };
  }
  const { title, uid } = json;
  if (typeof title !== "string" || title.trim() === "") {
    return { problem: 'has no title; give it a "title", or Grafana skips it' };
  }
  if (uid !== undefined && uid !== null && (typeof uid !== "string" || !/^[\w-]{1,40}$/.test(uid))) {
    return { problem: 'has a wrong uid; "uid" must be 1 to 40 letters, digits, - and _, or left out' };
  }
  const folder = path.split("/").slice(0, -1).join("/");
  return { dashboard: { path, title, folder, uid: typeof uid === "string" ? uid : undefined } };
}

function problem(path: string, rest: string): Problem {
  return { key: path, message: `${path} ${rest}` };
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
