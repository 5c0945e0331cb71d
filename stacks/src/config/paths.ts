import { z } from "zod";

/** A schema without its default, and that default. */
export interface Unwrapped {
  readonly type: z.core.$ZodType;
  readonly default?: unknown;
  readonly optional: boolean;
}

/** Takes the layers off that say what happens to a key that is not set. */
export function unwrap(type: z.core.$ZodType): Unwrapped {
  if (type instanceof z.ZodDefault || type instanceof z.ZodPrefault) {
    return {
      ...unwrap(type.def.innerType),
      default: type.def.defaultValue,
      optional: true,
    };
  }
  if (type instanceof z.ZodOptional || type instanceof z.ZodExactOptional)
    return { ...unwrap(type.def.innerType), optional: true };
  return { type, optional: false };
}

/** The keys that a mapping may have, by path from the root. */
export function keysBelow(root: z.core.$ZodType, path: readonly string[]): readonly string[] {
  const { type } = unwrap(root);
  // Any name may stand before a key of what is named, and any number before one of what is listed.
  if (type instanceof z.ZodRecord)
    return path.length === 0 ? [] : keysBelow(type.def.valueType, path.slice(1));
  if (type instanceof z.ZodArray) return path.length === 0 ? [] : keysBelow(type.def.element, path.slice(1));
  const objects =
    type instanceof z.ZodUnion ? type.def.options.filter((option) => option instanceof z.ZodObject) : [type];
  const shape = Object.assign(
    {},
    ...objects.map((o) => (o instanceof z.ZodObject ? o.shape : {})),
  ) as z.ZodRawShape;
  const [first, ...rest] = path;
  if (first === undefined) return Object.keys(shape);
  const next = shape[first];
  return next === undefined ? [] : keysBelow(next, rest);
}

/** Every key with its path, e.g. `receivers.slack.channel`. */
export function knownPaths(root: z.core.$ZodType, path: readonly string[] = []): readonly string[] {
  return keysBelow(root, path).flatMap((key) => [
    [...path, key].join("."),
    ...knownPaths(root, [...path, key]),
  ]);
}
