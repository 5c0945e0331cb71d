import type { Choices } from "../variables/chosen.ts";
import { plain } from "../variables/chosen.ts";
import type { GridPos, Panel } from "./dashboard.ts";

/** A panel, and what it is narrowed to where it is one of several copies. */
export interface Copy {
  readonly panel: Panel;
  readonly choices: Choices;
}

/** A panel for each value that is chosen of the variable that it repeats by, side by side or under one another. */
export function repeated(panel: Panel, choices: Choices): readonly Copy[] {
  const chosen = panel.repeat ? choices.get(panel.repeat) : undefined;
  if (!chosen || chosen.values.length === 0) return [{ panel, choices }];
  const place = panel.gridPos ?? { x: 0, y: 0, w: 12, h: 8 };
  return chosen.values.map((value, i) => ({
    panel: {
      ...panel,
      id: (panel.id ?? 0) * 1000 + i,
      gridPos: placeOf(panel, place, i, chosen.values.length),
    },
    choices: new Map([...choices, [panel.repeat ?? "", plain(value, chosen.texts[i] ?? value)]]),
  }));
}

function placeOf(
  { repeatDirection, maxPerRow = 4 }: Panel,
  place: GridPos,
  i: number,
  count: number,
): GridPos {
  if (repeatDirection === "v") return { ...place, y: place.y + i * place.h };
  const perRow = Math.min(count, maxPerRow);
  const w = Math.max(1, Math.floor(24 / perRow));
  return { x: (i % perRow) * w, y: place.y + Math.floor(i / perRow) * place.h, w, h: place.h };
}
