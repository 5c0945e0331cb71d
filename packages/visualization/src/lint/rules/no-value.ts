import { objectIn, textIn } from "../../json-value.ts";
import { isMeasured } from "../panel-kind.ts";
import type { LintRule } from "../rule.ts";

/** An empty panel says why. */
export const noValue: LintRule = {
  id: "no-value",
  why: '"No data" leaves open whether nothing happened or nothing is measured',
  foreign: "warning",
  find: ({ dashboard }) =>
    dashboard.panels
      .filter(
        (panel) =>
          isMeasured(panel) &&
          textIn(objectIn(objectIn(panel.json, "fieldConfig"), "defaults"), "noValue") === undefined,
      )
      .map(({ at, name }) => ({
        at,
        panel: name,
        reason: 'says "No data" when there is none',
        remedy: "set fieldConfig.defaults.noValue to what it means",
      })),
};
