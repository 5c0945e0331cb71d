import { catalogue as ownRows, type Catalogue } from "../catalogue.ts";
import { contradictions } from "./contradictions.ts";
import { messages, placeholder } from "./messages.ts";
import { isPlaceholder } from "./placeholder.ts";
import { touches, type Problem } from "./problem.ts";
import { schemaOf, type Config, type Schema } from "./schema.ts";
import { isSecretName } from "./secrets.ts";

/** A configuration, or every mistake in it as a sentence. */
export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Every mistake in a configuration, and what is left of it: defaults take the place of what is wrong. */
export interface CheckedConfig {
  readonly config: Config;
  readonly problems: readonly Problem[];
}

type Values = Readonly<Record<string, unknown>>;

/**
 * Reads a stack's values by key without their namespace. Secret keys are allowed and ignored: values never show.
 * @param catalogue the rows that the stack is made of
 */
export function readConfig(values: Values, catalogue: Catalogue = ownRows): ConfigResult {
  const { config, problems } = checkConfig(values, catalogue);
  return problems.length > 0
    ? { ok: false, problems: problems.map(({ message }) => message) }
    : { ok: true, config };
}

/** Like {@link readConfig}, for those who go on looking for mistakes elsewhere. */
export function checkConfig(values: Values, catalogue: Catalogue = ownRows): CheckedConfig {
  const schema = schemaOf(catalogue);
  const plain = Object.fromEntries(Object.entries(values).filter(([key]) => !isSecretName(key)));
  const result = schema.safeParse(plain);
  const found = result.success ? [] : result.error.issues.flatMap((issue) => messages(schema, issue, plain));
  const open = placeholders(plain).filter(({ key }) => !found.some((problem) => touches(problem.key, key)));
  const bad = [...found, ...open];
  const read = result.success ? result.data : withoutMistakes(schema, plain);
  const config: Config = { ...read, catalogue, wholeCatalogue: catalogue, platform: "docker" };
  const together = contradictions(config).filter(
    ({ about }) => !bad.some((problem) => about.some((key) => touches(key, problem.key))),
  );
  return { config, problems: [...bad, ...together.map(({ key, message }) => ({ key, message }))] };
}

/** Texts that the schema accepts but that nobody filled in. */
function placeholders(value: unknown, path: readonly string[] = []): readonly Problem[] {
  if (typeof value === "string") {
    return isPlaceholder(value, { anywhere: true }) ? [placeholder(path.join("."), value)] : [];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => placeholders(inner, [...path, key]));
}

/** Removes what is wrong, then what lacks a part because of that, until the rest is right. */
function withoutMistakes(
  schema: Schema,
  values: Values,
): Omit<Config, "catalogue" | "wholeCatalogue" | "platform"> {
  const rest = structuredClone(values) as Record<string, unknown>;
  for (;;) {
    const result = schema.safeParse(rest);
    if (result.success) return result.data;
    for (const issue of result.error.issues) {
      const path = issue.path.map(String);
      if (issue.code === "unrecognized_keys") for (const key of issue.keys) remove(rest, [...path, key]);
      else remove(rest, path);
    }
  }
}

/** Deletes what a path leads to; where that is not there, or in a list, what it would be in. */
function remove(root: Record<string, unknown>, path: readonly string[]): void {
  const [key = "", ...rest] = path;
  const next = root[key];
  const isMapping = typeof next === "object" && next !== null && !Array.isArray(next);
  const [inner] = rest;
  if (inner !== undefined && isMapping && inner in next) remove(next as Record<string, unknown>, rest);
  else Reflect.deleteProperty(root, key);
}
