import { nearest } from "@monitoring/collection";
import type { Found } from "../finding.ts";
import { isNothing, type Item, type MapItem, type ScalarItem } from "../item.ts";

/** What a single value is; each kind has its own checks. */
export type LeafKind =
  | "text"
  | "number"
  | "bool"
  | "duration"
  | "goDuration"
  | "regex"
  | "url"
  | "secret"
  | "secretUrl"
  | "template"
  | "templateUrl"
  | "file"
  | "glob"
  | "labelName"
  | "any";

/** What a configuration may hold. */
export type Shape =
  | LeafKind
  | { readonly list: Shape }
  | { readonly map: Shape }
  | {
      readonly keys: Readonly<Record<string, Shape | (() => Shape)>>;
      readonly required?: readonly string[];
      /** What any other key holds; by default there is none. */
      readonly others?: (key: string) => Shape | undefined;
    };

/** A single value of a file, what it is, and the keys that lead to it. */
export interface Leaf {
  readonly kind: LeafKind;
  readonly item: ScalarItem;
  readonly path: readonly string[];
  /** The mapping that holds it. */
  readonly owner: MapItem | undefined;
}

/** What a value was found to be when held against a shape. */
export interface Reading {
  readonly leaves: readonly Leaf[];
  readonly unknownKeys: readonly Found[];
  readonly missingKeys: readonly Found[];
  readonly wrongShapes: readonly Found[];
}

/** Holds a value against a shape. */
export function readShape(root: Item, shape: Shape): Reading {
  const leaves: Leaf[] = [];
  const unknownKeys: Found[] = [];
  const missingKeys: Found[] = [];
  const wrongShapes: Found[] = [];
  visit(root, shape, [], undefined);
  return { leaves, unknownKeys, missingKeys, wrongShapes };

  function visit(item: Item, expected: Shape, path: readonly string[], owner: MapItem | undefined): void {
    if (typeof expected === "string") {
      if (item.type === "scalar") leaves.push({ kind: expected, item, path, owner });
      else if (expected !== "any") wrong(item, path, "a single value");
      return;
    }
    if (isNothing(item)) return;
    if ("list" in expected) {
      if (item.type !== "list") {
        wrong(item, path, "a list");
        return;
      }
      for (const member of item.items) visit(member, expected.list, path, owner);
      return;
    }
    if (item.type !== "map") {
      wrong(item, path, "a mapping of keys");
      return;
    }
    if ("map" in expected) {
      for (const { key, value } of item.entries) visit(value, expected.map, [...path, key], item);
      return;
    }
    keys(item, expected, path);
  }

  function keys(item: MapItem, expected: Extract<Shape, { keys: unknown }>, path: readonly string[]): void {
    for (const { key, line, value } of item.entries) {
      const known = Object.hasOwn(expected.keys, key) ? expected.keys[key] : expected.others?.(key);
      if (known === undefined) {
        const allowed = Object.keys(expected.keys);
        const meant = nearest(key, allowed);
        unknownKeys.push({
          line,
          reason: `there is no setting "${key}"${inside(path)}`,
          remedy: meant ? `did you mean "${meant}"?` : `there are ${allowed.sort().join(", ")}`,
        });
      } else visit(value, typeof known === "function" ? known() : known, [...path, key], item);
    }
    for (const key of expected.required ?? []) {
      const entry = item.entries.find((one) => one.key === key);
      if (
        entry === undefined ||
        isNothing(entry.value) ||
        (entry.value.type === "scalar" && entry.value.text === "")
      ) {
        missingKeys.push({
          line: entry?.line ?? item.line,
          reason: `"${key}" is missing${inside(path)}`,
          remedy: `give it a "${key}"`,
        });
      }
    }
  }

  function wrong(item: Item, path: readonly string[], expected: string): void {
    const found = { map: "a mapping", list: "a list", scalar: "a single value" }[item.type];
    wrongShapes.push({
      line: item.line,
      reason: `"${path.at(-1) ?? "the file"}" is ${found}, but must be ${expected}`,
      remedy: expected === "a list" ? 'begin each member with "- "' : `write ${expected}`,
    });
  }
}

function inside(path: readonly string[]): string {
  return path.length === 0 ? "" : ` in "${path.join(".")}"`;
}
