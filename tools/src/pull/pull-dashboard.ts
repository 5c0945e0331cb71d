import { toJson } from "@monitoring/collection";
import {
  askGrafana,
  dashboardProblems,
  nearest,
  type CustomFiles,
  type GrafanaServer,
  type TakenDashboard,
} from "@monitoring/stacks";
import {
  isObject,
  normaliseDashboard,
  objectIn,
  prometheusDataSource,
  readDashboard,
  textIn,
  type JsonObject,
} from "@monitoring/visualization";
import { UserError } from "../user-error.ts";

/** A dashboard as it is written into the clone. */
export interface PulledDashboard {
  /** Relative to the clone. */
  readonly path: string;
  readonly text: string;
  /** What could not be fitted to this stack, as sentences without a subject. */
  readonly warnings: readonly string[];
}

/** What is in the clone already. */
export interface Present {
  readonly files: CustomFiles;
  /** The project's own dashboards. */
  readonly own: readonly TakenDashboard[];
}

/**
 * Fetches a dashboard from a Grafana and fits it to the clone: the file that it came from, or a new one in its folder.
 * @throws UserError where Grafana has none, or the clone cannot take it
 */
export async function pullDashboard(
  server: GrafanaServer,
  uid: string,
  present: Present,
): Promise<PulledDashboard> {
  const own = present.own.find((one) => one.uid === uid);
  if (own !== undefined) {
    throw new UserError(
      `"${own.title}" is made from rows in packages/visualization/src/dashboards, which a file cannot change: change ` +
        "the rows, or save it in Grafana under another title (Save as copy) and pull the copy",
    );
  }
  const { dashboard, folder } = await fetchDashboard(server, uid);
  const path = pathOf(uid, dashboard, folder, present.files);
  const { json, warnings } = normaliseDashboard(dashboard, { dataSource: prometheusDataSource, path });
  const text = toJson(json);
  const [problem] = dashboardProblems({ ...present.files, [path]: text }, present.own);
  if (problem !== undefined) throw new UserError(problem.message);
  return { path, text, warnings };
}

async function fetchDashboard(
  server: GrafanaServer,
  uid: string,
): Promise<{ readonly dashboard: JsonObject; readonly folder: string | undefined }> {
  const { status, location, body } = await ask(server, `/api/dashboards/uid/${encodeURIComponent(uid)}`);
  if (location !== undefined) {
    throw new UserError(`${server.url} sends its visitors to ${location}; that is not where Grafana answers`);
  }
  if (status === 401 || status === 403) {
    throw new UserError(`Grafana at ${server.url} refuses to show the dashboard ${uid} (HTTP ${status})`);
  }
  if (status === 404)
    throw new UserError(`Grafana at ${server.url} has no dashboard "${uid}"${await others(server, uid)}`);
  const dashboard = body?.["dashboard"];
  if (status !== 200 || !isObject(dashboard)) {
    throw new UserError(`${server.url} does not answer as Grafana does (HTTP ${status})`);
  }
  return { dashboard, folder: textIn(objectIn(body ?? {}, "meta"), "folderTitle") };
}

/** What it may have been meant to be, or what there is. */
async function others(server: GrafanaServer, uid: string): Promise<string> {
  const { body } = await ask(server, "/api/search?type=dash-db&limit=1000");
  const list = Array.isArray(body)
    ? body.flatMap((one: unknown) => (isObject(one) ? (textIn(one, "uid") ?? []) : []))
    : [];
  const meant = nearest(uid, list);
  if (meant !== undefined) return `; did you mean ${meant}?`;
  return list.length > 0 ? `; there are ${list.slice(0, 20).join(", ")}` : "";
}

async function ask(server: GrafanaServer, path: string) {
  try {
    return await askGrafana(server, path);
  } catch (error) {
    const { message, cause } = error as Error;
    const why = cause instanceof Error ? cause.message : message;
    throw new UserError(
      `Grafana at ${server.url} does not answer (${why}): is it running, and is that its address?`,
    );
  }
}

/** The file that has this dashboard, else a new one in a folder of Grafana's folder's name. */
function pathOf(uid: string, dashboard: JsonObject, folder: string | undefined, files: CustomFiles): string {
  const known = Object.entries(files).find(([path, text]) => {
    if (!/^dashboards\/.*\.json$/i.test(path)) return false;
    const read = readDashboard(text);
    return (
      read.ok && normaliseDashboard(read.dashboard, { dataSource: prometheusDataSource, path }).uid === uid
    );
  });
  if (known !== undefined) return known[0];
  const name = slug(textIn(dashboard, "title") ?? "") || uid;
  // Grafana's word for no folder. Where the clone has none either, it is called by another name.
  const below =
    folder === undefined || /^general$/i.test(folder) ? "" : `${folder.replaceAll(/[/\\]/g, "-")}/`;
  const wanted = `dashboards/${below}${name}.json`;
  return wanted in files ? `dashboards/${below}${name}-${uid}.json` : wanted;
}

function slug(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
}
