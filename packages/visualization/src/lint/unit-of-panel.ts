import { objectIn, objectsOf, textIn } from "../json-value.ts";
import type { PanelView } from "./dashboard-view.ts";

/** The unit of a panel's numbers: of its fields, or, in panels of older Grafanas, of its axis. */
export function unitOf({ json }: PanelView): string | undefined {
  const axis = objectsOf(json["yaxes"])[0]?.[0] ?? {};
  return (
    textIn(objectIn(objectIn(json, "fieldConfig"), "defaults"), "unit") ??
    textIn(json, "format") ??
    textIn(axis, "format")
  );
}

/** Whether single series have a unit of their own. */
export function hasUnitOverride({ json }: PanelView): boolean {
  return objectsOf(objectIn(json, "fieldConfig")["overrides"]).some(([override]) =>
    objectsOf(override["properties"]).some(([{ id }]) => id === "unit"),
  );
}
