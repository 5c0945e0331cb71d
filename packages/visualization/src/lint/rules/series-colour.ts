import { objectIn, textIn } from "../../json-value.ts";
import type { PanelView } from "../dashboard-view.ts";
import type { LintRule } from "../rule.ts";

/** Modes that give some series green, yellow or red, whatever they are. */
const alarming: ReadonlySet<string> = new Set([
  ...["palette-classic", "palette-classic-by-name"],
  ...["GrYlRd", "RdYlGr", "BlYlRd", "YlRd", "reds", "greens"].map((scheme) => `continuous-${scheme}`),
]);

/** Green, yellow and red lines are good, a warning and critical. One finding a dashboard: Grafana does it where nobody says otherwise. */
export const seriesColour: LintRule = {
  id: "series-colour",
  why: "Grafana's palette begins with green, yellow, blue, orange and red: a healthy series in red is taken for a bad one",
  foreign: "warning",
  find: ({ dashboard }) => {
    const [first, ...more] = dashboard.panels.filter(
      (panel) => panel.type === "timeseries" && alarming.has(modeOf(panel)),
    );
    if (first === undefined) return [];
    const others = more.length === 0 ? "" : `, as do ${more.length} more`;
    return [
      {
        at: first.at,
        panel: first.name,
        reason: `takes the colours of its series from ${modeOf(first)}${others}`,
        remedy:
          'set fieldConfig.defaults.color, e.g. to "shades" of blue, and overrides where lines should differ',
      },
    ];
  },
};

/** How a panel colours its series; Grafana's palette where it does not say. */
function modeOf({ json }: PanelView): string {
  const defaults = objectIn(objectIn(json, "fieldConfig"), "defaults");
  return textIn(objectIn(defaults, "color"), "mode") ?? "palette-classic";
}
