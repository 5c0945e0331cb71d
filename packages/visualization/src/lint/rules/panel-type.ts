import { isCore, isLibraryPanel } from "../panel-kind.ts";
import type { LintRule } from "../rule.ts";

/** Panels of plugins. */
export const panelType: LintRule = {
  id: "panel-type",
  why: "the stack's Grafana installs no plugins, so such a panel is an empty box",
  foreign: "warning",
  find: ({ dashboard }) =>
    dashboard.panels
      .filter(({ type, json }) => !isCore(type) && !isLibraryPanel(json))
      .map(({ at, name, type }) => ({
        at: [...at, "type"],
        panel: name,
        reason: type === "" ? "has no type" : `is of the type ${type}, which Grafana has only with a plugin`,
        remedy: "choose a type that Grafana brings, such as timeseries, stat or table",
      })),
};
