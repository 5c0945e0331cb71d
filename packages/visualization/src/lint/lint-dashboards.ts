import { isObject, textIn } from "../json-value.ts";
import type { Finding } from "./finding.ts";

/** A dashboard among others. */
export interface DashboardInFolder {
  /** What it is called in a sentence: its path, or its title. */
  readonly name: string;
  /** Grafana's folder that it is in. */
  readonly folder: string;
  readonly json: unknown;
}

/** A mistake that only shows when several dashboards are looked at, and the name of the one that has it. */
export interface CrossFinding extends Finding {
  readonly name: string;
}

/** Uids that are given twice, and titles that are given twice in a folder: Grafana stops saving such dashboards. */
export function lintDashboards(all: readonly DashboardInFolder[]): readonly CrossFinding[] {
  const rows = all.map(({ name, folder, json }) => {
    const object = isObject(json) ? json : {};
    const title = textIn(object, "title");
    return { name, folder: folder.toLowerCase(), uid: textIn(object, "uid"), title };
  });
  return rows.flatMap(({ name, folder, uid, title }, i) => {
    const earlier = rows.slice(0, i);
    const sameUid = earlier.find((other) => uid !== undefined && other.uid === uid);
    const sameTitle = earlier.find(
      (other) => title !== undefined && other.title === title && other.folder === folder,
    );
    const common = { name, dashboard: { uid, title }, panel: undefined, severity: "error" } as const;
    const remedy = "give it another one";
    return [
      ...(sameUid
        ? [
            {
              ...common,
              rule: "unique-uid",
              at: ["uid"],
              reason: `has the uid "${uid ?? ""}", as has ${sameUid.name}`,
              remedy,
            },
          ]
        : []),
      ...(sameTitle
        ? [
            {
              ...common,
              rule: "unique-title",
              at: ["title"],
              reason: `has the title "${title ?? ""}", as has ${sameTitle.name} in the same folder`,
              remedy,
            },
          ]
        : []),
    ];
  });
}
