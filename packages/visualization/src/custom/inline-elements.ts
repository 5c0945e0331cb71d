import { isObject, objectIn, objectsOf, textIn, type JsonObject } from "../json-value.ts";

/** A dashboard in which library panels stand as panels, and the names of those that the file does not hold. */
export interface Inlined {
  readonly json: JsonObject;
  readonly missing: readonly string[];
}

/** Puts the library panels that an export carries under `__elements` to where they are used. */
export function inlineElements(dashboard: JsonObject): Inlined {
  const elements = elementsOf(dashboard["__elements"]);
  const missing: string[] = [];
  const inline = (panel: JsonObject): JsonObject => {
    const nested = listOf(panel["panels"], inline);
    const library = panel["libraryPanel"];
    if (!isObject(library)) return nested === undefined ? panel : { ...panel, panels: nested };
    const model = elements.get(textIn(library, "uid") ?? "");
    // Older Grafanas wrote the panel itself beside the reference.
    if (model === undefined && Array.isArray(panel["targets"])) return without(panel);
    if (model === undefined) {
      missing.push(textIn(library, "name") ?? textIn(library, "uid") ?? "");
      return panel;
    }
    return { ...without(model), ...without(panel) };
  };
  const panels = listOf(dashboard["panels"], inline);
  return { json: panels === undefined ? dashboard : { ...dashboard, panels }, missing };
}

function elementsOf(elements: unknown): ReadonlyMap<string, JsonObject> {
  const list = Array.isArray(elements) ? elements : isObject(elements) ? Object.values(elements) : [];
  return new Map(
    objectsOf(list).flatMap(([element]) => {
      const uid = textIn(element, "uid");
      return uid === undefined ? [] : [[uid, objectIn(element, "model")] as const];
    }),
  );
}

function listOf(list: unknown, change: (panel: JsonObject) => JsonObject): unknown {
  if (!Array.isArray(list)) return undefined;
  return list.map((panel: unknown) => (isObject(panel) ? change(panel) : panel));
}

function without({ libraryPanel, ...rest }: JsonObject): JsonObject {
  return rest;
}
