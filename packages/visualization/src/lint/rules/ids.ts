import { objectsOf } from "../../json-value.ts";
import type { Found, LintRule } from "../rule.ts";

/** A dashboard's number is given by the Grafana that it is in. */
export const idNull: LintRule = {
  id: "id-null",
  why: "on another Grafana the number is of another dashboard, or of none, and saving fails",
  foreign: "warning",
  find: ({ dashboard: { json } }) => {
    const { id } = json;
    if (id === undefined || id === null) return [];
    const reason = `has the id ${typeof id === "number" ? id : "that it had elsewhere"}`;
    return [{ at: ["id"], reason, remedy: 'remove "id"; the uid is what tells dashboards apart' }];
  },
};

/** A dashboard's address does not change. */
export const stableUid: LintRule = {
  id: "stable-uid",
  why: "without a uid, Grafana makes one up, and links to the dashboard break with each new installation",
  foreign: "warning",
  find: ({ dashboard: { uid } }) => {
    if (uid !== undefined && /^[\w-]{1,40}$/.test(uid)) return [];
    const reason = uid === undefined ? "has no uid" : `has the uid "${uid}", which Grafana refuses`;
    return [{ at: ["uid"], reason, remedy: 'give it a "uid" of 1 to 40 letters, digits, - and _' }];
  },
};

/** A panel's number is its address. */
export const panelIds: LintRule = {
  id: "panel-ids",
  why: "links to a panel lead to another one when numbers are given twice or anew at each load",
  foreign: "warning",
  find: ({ dashboard }) => {
    const rows = objectsOf(dashboard.json["panels"])
      .filter(([{ type }]) => type === "row")
      .map(([json, i]) => ({ json, at: ["panels", i], name: "a row" }));
    const seen = new Set<unknown>();
    return [...rows, ...dashboard.panels].flatMap(({ json, at, name }): Found[] => {
      const { id } = json;
      const twice = seen.has(id);
      seen.add(id);
      const remedy = 'give each panel its own "id"';
      if (typeof id !== "number") return [{ at, panel: name, reason: "has no id", remedy }];
      return twice
        ? [{ at: [...at, "id"], panel: name, reason: `has the id ${id} of another panel`, remedy }]
        : [];
    });
  },
};
