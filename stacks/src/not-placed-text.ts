import type { Config } from "./config.ts";
import { notPlaced } from "./on-platform.ts";

/** What prod leaves out of the catalogue, a line for each reason. */
export function notPlacedText({ catalogue }: Pick<Config, "catalogue">): string {
  const { alerts, panels } = notPlaced("prod", catalogue);
  const reasons = Map.groupBy(alerts, ({ why }) => why);
  const lines = [...reasons].map(([why, lost]) => `- ${lost.map(({ alert }) => alert).join(", ")}: ${why}`);
  const dashboards = Map.groupBy(panels, ({ dashboard }) => dashboard);
  const ofDashboards = [...dashboards].map(([uid, lost]) => `${lost.length} of ${uid}`);
  return [
    `left out, because they cannot work here: ${alerts.length} alerts and ${panels.length} panels`,
    ...lines,
    ...(ofDashboards.length > 0 ? [`- panels: ${ofDashboards.join(", ")}`] : []),
  ].join("\n");
}
