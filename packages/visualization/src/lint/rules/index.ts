import type { LintRule } from "../rule.ts";
import { unknownLabel, unknownMetric } from "./contract.ts";
import { counterRate } from "./counter-rate.ts";
import { links, refresh, timeZone } from "./dashboard-settings.ts";
import { dataSource, dataSourceType } from "./data-source.ts";
import { grid } from "./grid.ts";
import { idNull, panelIds, stableUid } from "./ids.ts";
import { legend } from "./legend.ts";
import { noValue } from "./no-value.ts";
import { panelDescription } from "./panel-description.ts";
import { panelTitle } from "./panel-title.ts";
import { panelTitlesUnique } from "./panel-titles-unique.ts";
import { panelType } from "./panel-type.ts";
import { promqlParses } from "./promql.ts";
import { rateRange } from "./rate-range.ts";
import { seriesColour } from "./series-colour.ts";
import { panelTargets, targetNames, targetReferenced } from "./targets.ts";
import { unitAgrees } from "./unit-agrees.ts";
import { unitSet } from "./unit-set.ts";
import { variableDefined, variableUsed } from "./variables.ts";

/** Everything that a dashboard is judged by. */
export const lintRules: readonly LintRule[] = [
  idNull,
  stableUid,
  refresh,
  timeZone,
  links,
  variableDefined,
  variableUsed,
  dataSource,
  dataSourceType,
  promqlParses,
  unknownMetric,
  unknownLabel,
  counterRate,
  rateRange,
  panelType,
  panelTargets,
  targetNames,
  targetReferenced,
  panelTitle,
  panelDescription,
  panelTitlesUnique,
  panelIds,
  grid,
  unitSet,
  unitAgrees,
  legend,
  noValue,
  seriesColour,
];
