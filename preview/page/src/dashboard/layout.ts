import type { GridPos, Panel } from "./dashboard.ts";

/** Panels under one heading; those above the first heading have none. */
export interface Section {
  readonly row: Panel | undefined;
  readonly panels: readonly Panel[];
}

/** A place in pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A section with everything in its place. */
export interface PlacedSection {
  readonly section: Section;
  readonly heading: Box | undefined;
  readonly panels: readonly { readonly panel: Panel; readonly box: Box }[];
}

// Grafana's grid: 24 columns, cells 30 pixels high, 8 pixels between two.
const columns = 24;
const cell = 30;
const gap = 8;

/** Groups panels under their rows, be they collapsed or not. */
export function sectionsOf(panels: readonly Panel[]): readonly Section[] {
  const inOrder = panels.toSorted((a, b) => place(a).y - place(b).y || place(a).x - place(b).x);
  const sections: { row: Panel | undefined; panels: Panel[] }[] = [{ row: undefined, panels: [] }];
  for (const panel of inOrder) {
    if (panel.type === "row") sections.push({ row: panel, panels: [...(panel.panels ?? [])] });
    else sections.at(-1)?.panels.push(panel);
  }
  return sections.filter(({ row, panels }) => row !== undefined || panels.length > 0);
}

/** Places sections under one another; of a closed one only the heading. Gives the height of all, too. */
export function placeSections(
  sections: readonly Section[],
  closed: ReadonlySet<Section>,
  width: number,
): { readonly placed: readonly PlacedSection[]; readonly height: number } {
  let top = 0;
  const placed = sections.map((section): PlacedSection => {
    const heading = section.row && boxOf({ x: 0, y: top, w: columns, h: 1 }, width);
    if (heading) top += 1;
    if (closed.has(section)) return { section, heading, panels: [] };
    const first = Math.min(...section.panels.map((panel) => place(panel).y));
    const from = top;
    const panels = section.panels.map((panel) => {
      const at = place(panel);
      const moved = { ...at, y: at.y - first + from };
      top = Math.max(top, moved.y + moved.h);
      return { panel, box: boxOf(moved, width) };
    });
    return { section, heading, panels };
  });
  return { placed, height: top * (cell + gap) };
}

function boxOf({ x, y, w, h }: GridPos, width: number): Box {
  const column = (width + gap) / columns;
  return {
    left: Math.round(x * column),
    top: y * (cell + gap),
    width: Math.round((x + w) * column) - Math.round(x * column) - gap,
    height: h * cell + (h - 1) * gap,
  };
}

function place({ gridPos }: Panel): GridPos {
  return gridPos ?? { x: 0, y: 0, w: 12, h: 8 };
}
