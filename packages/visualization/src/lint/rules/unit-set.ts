import { isMeasured } from "../panel-kind.ts";
import { hasUnitOverride, unitOf } from "../unit-of-panel.ts";
import type { LintRule } from "../rule.ts";

/** Numbers have a unit. */
export const unitSet: LintRule = {
  id: "unit-set",
  why: "a number without a unit is read wrongly: seconds as milliseconds, 0.02 as 0.02 %",
  foreign: "warning",
  find: ({ dashboard }) =>
    dashboard.panels
      .filter((panel) => isMeasured(panel) && unitOf(panel) === undefined && !hasUnitOverride(panel))
      .map(({ at, name }) => ({
        at,
        panel: name,
        reason: "has no unit",
        remedy: 'set fieldConfig.defaults.unit, e.g. to "s", "bytes", "percentunit" or "short"',
      })),
};
