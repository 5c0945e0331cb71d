import { isObject, textIn, type JsonObject, type JsonPath } from "../json-value.ts";
import { readJson } from "../read-json.ts";

/** A file with a dashboard, read, or what is wrong with it: the rest of a sentence that starts with its path. */
export type ReadDashboard =
  | {
      readonly ok: true;
      readonly dashboard: JsonObject;
      readonly title: string;
      readonly uid: string | undefined;
      /** The line, counted from 1, of a part of the dashboard. */
      readonly lineOf: (at: JsonPath) => number;
    }
  | { readonly ok: false; readonly problem: string; readonly line: number };

/** Reads what Grafana exports: the classic format, or that of its API's version 1 (`kind: Dashboard` with a `spec`). */
export function readDashboard(text: string): ReadDashboard {
  const read = readJson(text);
  if (!read.ok) {
    const { line, column, reason } = read;
    return wrong(
      `is not JSON at line ${line}, column ${column}: ${reason}; export the dashboard again`,
      line,
    );
  }
  const { value, lineOf } = read;
  if (!isObject(value)) return wrong("is not a dashboard: it must be a JSON object");
  if (isObject(value["dashboard"])) {
    return wrong(
      'is an answer of Grafana\'s API; keep only what is in its "dashboard"',
      lineOf(["dashboard"]),
    );
  }
  if (isObject(value["elements"]) || isVersion2(value)) {
    return wrong('is in version 2 of the format, which provisioning does not read; export it as "Classic"');
  }
  const { dashboard, root } = unwrapped(value);
  const title = textIn(dashboard, "title");
  if (title === undefined) return wrong('has no title; give it a "title", or Grafana skips it', lineOf(root));
  const { uid } = dashboard;
  if (
    uid !== undefined &&
    uid !== null &&
    uid !== "" &&
    (typeof uid !== "string" || !/^[\w-]{1,40}$/.test(uid))
  ) {
    const advice = '"uid" must be 1 to 40 letters, digits, - and _, or left out';
    return wrong(`has a wrong uid; ${advice}`, lineOf([...root, "uid"]));
  }
  return {
    ok: true,
    dashboard,
    title,
    uid: typeof uid === "string" && uid !== "" ? uid : undefined,
    lineOf: (at) => lineOf([...root, ...at]),
  };
}

function wrong(problem: string, line = 1): ReadDashboard {
  return { ok: false, problem, line };
}

function isVersion2(value: JsonObject): boolean {
  return (textIn(value, "apiVersion") ?? "").includes("/v2");
}

/** Newer Grafanas offer the dashboard as a resource, whose name is the uid. */
function unwrapped(value: JsonObject): { readonly dashboard: JsonObject; readonly root: JsonPath } {
  const { kind, spec, metadata } = value;
  if (kind !== "Dashboard" || !isObject(spec)) return { dashboard: value, root: [] };
  const name = isObject(metadata) ? textIn(metadata, "name") : undefined;
  return { dashboard: name === undefined ? spec : { uid: name, ...spec }, root: ["spec"] };
}
