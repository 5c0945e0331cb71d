import { textIn } from "../../json-value.ts";
import { showsData } from "../panel-kind.ts";
import type { LintRule } from "../rule.ts";

/** The question that a panel answers. */
export const panelDescription: LintRule = {
  id: "panel-description",
  why: "who sees a panel for the first time at night has nobody to ask what it means",
  foreign: "warning",
  find: ({ dashboard }) =>
    dashboard.panels
      .filter((panel) => showsData(panel) && textIn(panel.json, "description") === undefined)
      .map(({ at, name }) => ({
        at,
        panel: name,
        reason: "has no description",
        remedy: 'write the question that the panel answers into "description"',
      })),
};
