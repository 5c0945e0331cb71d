import { z } from "zod";
import { connectionStringAdvice } from "./connection-string.ts";
import { movedKey } from "./moved-keys.ts";
import { nearest } from "@monitoring/collection";
import { isPlaceholder } from "./placeholder.ts";
import { keyProblem, type Problem } from "./problem.ts";
import { keysBelow, knownPaths } from "./paths.ts";
import { secrets } from "./secrets.ts";
import { shown } from "./shown.ts";

/**
 * A finding of a schema as sentences: one per unknown key, one for anything else.
 * @param schema whose keys are offered instead of an unknown one
 */
export function messages(
  schema: z.core.$ZodType,
  issue: z.core.$ZodIssue,
  values: unknown,
): readonly Problem[] {
  const path = issue.path.map(String);
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(schema, path, key));
  if (issue.code === "invalid_key") {
    const [name = ""] = path.slice(-1);
    return [
      keyProblem(path.join("."), `has the name ${shown(name)}; it must be ${issue.issues[0]?.message ?? ""}`),
    ];
  }
  if (issue.code === "invalid_union") {
    // The branch that came furthest is the one that was meant.
    const meant = issue.errors.find((branch) => branch.every((inner) => isInside(inner)));
    if (meant === undefined) return [wrongValue(path, issue.message, values)];
    return meant.flatMap((inner) =>
      messages(schema, { ...inner, path: [...issue.path, ...inner.path] }, values),
    );
  }
  return [wrongValue(path, allowed(issue), values)];
}

/** Whether an issue of a union's branch is about a part of the value, which so is of that branch's type. */
function isInside(issue: z.core.$ZodIssue): boolean {
  return issue.path.length > 0 || issue.code === "unrecognized_keys";
}

const typeNames: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
  number: "a number",
  object: "a mapping of keys to values",
  string: "text",
};

/** The words that follow "it must be"; kinds.ts brings its own, zod's are put into the same form. */
function allowed(issue: z.core.$ZodIssue): string {
  if (issue.code === "too_small") return "a list with at least one entry";
  if (issue.code === "invalid_value") return `one of ${issue.values.map(String).join(", ")}`;
  if (issue.code === "invalid_type" && issue.message.startsWith("Invalid input")) {
    return typeNames[issue.expected] ?? issue.expected;
  }
  return issue.message.replace(/^must be /, "");
}

function wrongValue(path: readonly string[], allowed: string, values: unknown): Problem {
  const key = path.join(".");
  const value = valueAt(values, path);
  if (value === undefined) return keyProblem(key, `is not set; it must be ${allowed}`);
  const isSecret = typeof value === "object" && value !== null && "secure" in value;
  if (isSecret) {
    return keyProblem(key, `is encrypted, but is no secret; set it without --secret. It must be ${allowed}`);
  }
  const open = typeof value === "string" && (value.trim() === "" || isPlaceholder(value, { anywhere: true }));
  if (value === null || open) return placeholder(key, value, allowed);
  const advice = allowed.includes("host:port") ? connectionStringAdvice(key, value) : undefined;
  if (advice !== undefined) return keyProblem(key, advice);
  return keyProblem(key, `is ${shown(value)}; it must be ${allowed}${suggestion(value, allowed)}`);
}

/** A value that a template left open. */
export function placeholder(key: string, value: string | null, allowed?: string): Problem {
  const what =
    value === null || value.trim() === "" ? "is empty" : `is still the placeholder ${shown(value)}`;
  const must = allowed === undefined ? "" : `; it must be ${allowed}`;
  return keyProblem(key, `${what}${must}; write the real value, or remove the key`);
}

function unknownKey(schema: z.core.$ZodType, path: readonly string[], key: string): Problem {
  const full = [...path, key].join(".");
  const advice = movedKey(full);
  if (advice !== undefined) return keyProblem(full, `is not a known key: ${advice}`);
  const siblings = keysBelow(schema, path);
  const candidates = path.length === 0 ? [...siblings, ...Object.keys(secrets)] : siblings;
  const similar = nearest(key, candidates);
  const meant =
    similar === undefined
      ? knownPaths(schema).find((known) => known.split(".").at(-1)?.toLowerCase() === key.toLowerCase())
      : [...path, similar].join(".");
  if (meant !== undefined) return keyProblem(full, `is not a known key; did you mean monitoring:${meant}?`);
  return keyProblem(
    full,
    candidates.length === 0
      ? `is not a known key; monitoring:${path.join(".")} takes none, write {}`
      : path.length === 0
        ? "is not a known key; all keys are listed in docs/configuration.md"
        : `is not a known key; there are ${candidates.join(", ")}`,
  );
}

const units: Readonly<Record<string, readonly [factor: number, unit: string]>> = {
  s: [1, "s"],
  sec: [1, "s"],
  second: [1, "s"],
  m: [1, "m"],
  min: [1, "m"],
  minute: [1, "m"],
  h: [1, "h"],
  hour: [1, "h"],
  d: [1, "d"],
  day: [1, "d"],
  w: [7, "d"],
  week: [7, "d"],
  y: [365, "d"],
  year: [365, "d"],
};

/** What was probably meant, for the values that people write most. */
function suggestion(value: unknown, allowed: string): string {
  // A list or a mapping is nothing that one misspells, and may not even become a text: { toString: 1 }.
  if (typeof value !== "string" && typeof value !== "number") return "";
  const text = String(value);
  const [, number = "", unit = ""] = /^([1-9]\d*)\s*([a-z]+?)s?$/i.exec(text) ?? [];
  const known = Object.hasOwn(units, unit.toLowerCase()) ? units[unit.toLowerCase()] : undefined;
  if (allowed.includes("s, m, h, d") && known) return `; write ${Number(number) * known[0]}${known[1]}`;
  if (value === "localhost" && allowed.includes("IPv4")) return "; write 127.0.0.1";
  if (allowed.startsWith("an http") && /^[\w.-]+(:\d+)?(\/[\w./-]*)?$/.test(text)) {
    return `; write http://${text}`;
  }
  const gigabytes = /^([kmgt])i?b?$/i.exec(unit)?.[1]?.toUpperCase();
  if (allowed.includes("MB, GB, TB") && gigabytes !== undefined && gigabytes !== "K") {
    return `; write ${number}${gigabytes}B`;
  }
  const word = /^one of (.*)$/.exec(allowed)?.[1];
  const similar = word === undefined ? undefined : nearest(text, word.split(", "));
  return similar === undefined ? "" : `; did you mean ${similar}?`;
}

/** The part of a value that a path leads to. */
export function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (parent, key) =>
      typeof parent === "object" && parent !== null ? (parent as Record<string, unknown>)[key] : undefined,
    value,
  );
}
