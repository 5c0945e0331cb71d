import type { PanelRow } from "./panel.ts";
import type { VariableName } from "./variable.ts";

/** Whom a dashboard is for; the folder that it is found in. */
export type Folder = "Operations" | "Development" | "Business";

/** Panels that answer one question together. */
export interface DashboardSection {
  readonly title: string;
  readonly panels: readonly PanelRow[];
}

/** A dashboard as data. Its first section answers "is it fine now?" in five seconds, then come since when and why. */
export interface DashboardRow {
  /** Part of its address: never changes. */
  readonly uid: string;
  readonly title: string;
  readonly folder: Folder;
  /** The question that it answers. */
  readonly description: string;
  /** What a reader may narrow it to; every one filters some panel. */
  readonly variables: readonly VariableName[];
  /** How far back it looks at first. @default "1h" */
  readonly range?: "1h" | "6h" | "24h" | "7d" | "30d";
  readonly sections: readonly DashboardSection[];
}

/** The panels of a dashboard, in their order. */
export function panelsOf(row: DashboardRow): readonly PanelRow[] {
  return row.sections.flatMap(({ panels }) => panels);
}
