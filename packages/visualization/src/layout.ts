import type { PanelRow } from "./panel.ts";

/** Columns of Grafana's grid. */
export const columns = 24;

/** Where a panel lies: from the left and from the top, in columns and rows. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** Places panels from left to right, in lines as high as their highest panel, so that none lie over one another. */
export function layOut(
  panels: readonly PanelRow[],
  top: number,
): { readonly places: readonly Place[]; readonly bottom: number } {
  let [x, y, lineHeight] = [0, top, 0];
  const places = panels.map((panel) => {
    const w = widthOf(panel);
    const h = panel.height ?? (panel.kind === "stat" ? 3 : 9);
    if (x + w > columns) [x, y, lineHeight] = [0, y + lineHeight, 0];
    const place = { x, y, w, h };
    x += w;
    lineHeight = Math.max(lineHeight, h);
    return place;
  });
  return { places, bottom: y + lineHeight };
}

/** How many columns a panel takes. */
export function widthOf({ kind, many, width }: PanelRow): number {
  return width ?? (kind === "stat" ? 6 : many ? 12 : 8);
}
