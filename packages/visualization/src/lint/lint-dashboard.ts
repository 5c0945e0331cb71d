import type { KnownSeries } from "@monitoring/collection";
import { isObject } from "../json-value.ts";
import { viewOf } from "./dashboard-view.ts";
import type { Finding } from "./finding.ts";
import { lintRules } from "./rules/index.ts";

/** Whose a dashboard is: ours keeps every rule, that of somebody else has to work. */
export type Origin = "own" | "foreign";

/** Every mistake in a dashboard's JSON, by rule. @param known what queries may read */
export function lintDashboard(json: unknown, known: KnownSeries, origin: Origin = "own"): readonly Finding[] {
  const dashboard = viewOf(isObject(json) ? json : {});
  const { uid, title } = dashboard;
  return lintRules.flatMap(({ id, foreign, find }) =>
    find({ dashboard, known }).map(({ at, panel, reason, remedy }) => ({
      dashboard: { uid, title },
      panel,
      rule: id,
      severity: origin === "own" ? "error" : foreign,
      reason,
      remedy,
      at,
    })),
  );
}
