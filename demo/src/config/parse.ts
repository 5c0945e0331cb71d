import { z } from "zod";
import { sentence } from "./sentence.ts";

/** A configuration that cannot be used; the message lists every contradiction, one a line. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/**
 * Checks a parsed JSON value against a role's schema and fills in its defaults.
 * @param source what the value was read from, for the message
 */
export function parseConfig<T extends z.ZodType>(schema: T, value: unknown, source: string): z.output<T> {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  throw new ConfigError(
    [`${source} cannot be used:`, ...result.error.issues.map((issue) => `  ${sentence(issue)}`)].join("\n"),
  );
}
