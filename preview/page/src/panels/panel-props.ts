import type { DataFrame, TimeRange } from "@grafana/data";
import type { Mark } from "../data/annotations.ts";
import type { Panel } from "../dashboard/dashboard.ts";
import type { Choices } from "../variables/chosen.ts";

/** What draws a panel is given. */
export interface PanelProps {
  readonly panel: Panel;
  readonly frames: DataFrame[];
  readonly range: TimeRange;
  readonly timeZone: string;
  readonly width: number;
  readonly height: number;
  readonly choices: Choices;
  /** Moments and stretches of time to mark on a graph. */
  readonly marks: readonly Mark[];
  readonly onRange: (from: number, to: number) => void;
}

/** A panel's options, those that the file leaves out filled in. */
export function optionsOf<T extends object>(panel: Panel, defaults: T): T {
  const given = Object.entries(panel.options ?? {}).filter(
    ([, value]) => value !== null && value !== undefined,
  );
  return { ...defaults, ...Object.fromEntries(given) };
}
