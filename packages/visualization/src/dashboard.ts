import type { PanelRow } from "./panel.ts";

/** Whom a dashboard is for; the folder that it is found in. */
export type Folder = "Operations" | "Development" | "Business";

/** A dashboard as data. */
export interface DashboardRow {
  /** Part of its address: never changes. */
  readonly uid: string;
  readonly title: string;
  readonly folder: Folder;
  readonly panels: readonly PanelRow[];
}
