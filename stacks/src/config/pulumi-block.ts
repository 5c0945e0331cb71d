import { z } from "zod";
import { unwrap } from "./paths.ts";
import { schema } from "./schema.ts";

/** A row of the `config:` block in Pulumi.yaml. */
export interface PulumiKey {
  readonly type?: "string" | "boolean" | "object" | "array";
  readonly items?: { readonly type: "string" };
  readonly default: unknown;
  readonly description: string;
}

/**
 * What Pulumi.yaml's `config:` block says about each key that has a default. Keys without one (the optional ones, and
 * every secret) cannot be in it: Pulumi then wants them in every stack, and refuses a secret's default as plain text.
 */
export function pulumiBlock(): Readonly<Record<string, PulumiKey>> {
  return Object.fromEntries(
    Object.entries(schema.shape).flatMap(([key, row]) => {
      const { type, default: value } = unwrap(row);
      return value === undefined ? [] : [[key, pulumiKey(type, value, row.description ?? "")]];
    }),
  );
}

function pulumiKey(type: z.core.$ZodType, value: unknown, description: string): PulumiKey {
  // Pulumi knows no unions: a key that takes several types has none.
  if (type instanceof z.ZodUnion) return { default: value, description };
  if (Array.isArray(value)) return { type: "array", items: { type: "string" }, default: value, description };
  return { type: typeof value as "string" | "boolean" | "object", default: value, description };
}
