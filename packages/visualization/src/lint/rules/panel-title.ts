import { textIn } from "../../json-value.ts";
import { showsData } from "../panel-kind.ts";
import type { LintRule } from "../rule.ts";

/** What a panel is called. */
export const panelTitle: LintRule = {
  id: "panel-title",
  why: "a panel without a title cannot be named to a colleague, nor found",
  foreign: "warning",
  find: ({ dashboard }) =>
    dashboard.panels
      .filter((panel) => showsData(panel) && textIn(panel.json, "title") === undefined)
      .map(({ at, name }) => ({
        at,
        panel: name,
        reason: "has no title",
        remedy: 'say in "title" what is shown',
      })),
};
