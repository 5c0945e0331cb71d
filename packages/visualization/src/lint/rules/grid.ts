import { objectIn, type JsonPath } from "../../json-value.ts";
import type { PanelView } from "../dashboard-view.ts";
import type { Found, LintRule } from "../rule.ts";

interface Place {
  readonly panel: PanelView;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** Grafana's grid. */
const columns = 24;

/** Panels stand beside each other. */
export const grid: LintRule = {
  id: "grid",
  why: "Grafana pushes panels that overlap or stick out to where nobody put them",
  foreign: "warning",
  find: ({ dashboard }) => {
    // Before Grafana 5 panels had no places.
    const placed = dashboard.panels.filter(({ list }) => list[0] === "panels");
    return [
      ...placed.flatMap((panel) => outside(panel)),
      ...lists(placed).flatMap((panels) => overlaps(panels.flatMap((panel) => placeOf(panel) ?? []))),
    ];
  },
};

function placeOf(panel: PanelView): Place | undefined {
  const { x, y, w, h } = objectIn(panel.json, "gridPos");
  if (![x, y, w, h].every((side) => typeof side === "number" && Number.isFinite(side))) return undefined;
  return { panel, x: x as number, y: y as number, w: w as number, h: h as number };
}

function outside(panel: PanelView): Found[] {
  const place = placeOf(panel);
  const at = [...panel.at, "gridPos"];
  if (place === undefined) {
    return [{ at, panel: panel.name, reason: "has no place", remedy: 'give it "gridPos": { x, y, w, h }' }];
  }
  const { x, y, w, h } = place;
  if (x >= 0 && y >= 0 && w > 0 && h > 0 && x + w <= columns) return [];
  const where = `x ${x}, y ${y}, width ${w}, height ${h}`;
  const reason = `does not fit into the grid of ${columns} columns: ${where}`;
  return [{ at, panel: panel.name, reason, remedy: "move it or make it narrower" }];
}

/** Panels of one list share a grid; those of a collapsed row have one of their own. */
function lists(panels: readonly PanelView[]): readonly (readonly PanelView[])[] {
  const key = (list: JsonPath): string => list.join("/");
  return [...Map.groupBy(panels, ({ list }) => key(list)).values()];
}

function overlaps(places: readonly Place[]): Found[] {
  return places.flatMap((place, i) =>
    places
      .slice(0, i)
      .filter((earlier) => overlap(earlier, place))
      .map((earlier) => ({
        at: [...place.panel.at, "gridPos"],
        panel: place.panel.name,
        reason: `overlaps the panel "${earlier.panel.name}"`,
        remedy: `move it, e.g. to y ${earlier.y + earlier.h}`,
      })),
  );
}

function overlap(one: Place, other: Place): boolean {
  return (
    one.x < other.x + other.w &&
    other.x < one.x + one.w &&
    one.y < other.y + other.h &&
    other.y < one.y + one.h
  );
}
