import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { Files, Reference } from "@monitoring/alerting/audit";
import { receiverSecretFiles } from "@monitoring/alerting";
import { inboxCaFolder, secretsFolder } from "@monitoring/stacks";
import { matchingFiles } from "./find-files.ts";

/** What lies behind the files' references. */
export interface LookedUp {
  readonly missing: readonly Reference[];
  /** Files of rules, targets and templates that are named, by the path under which they are. */
  readonly context: Files;
}

const placed: ReadonlySet<string> = new Set([
  ...Object.values(receiverSecretFiles).map((name) => `${secretsFolder}/${name}`),
  `${inboxCaFolder}/ca.pem`,
]);

/** What the stack or an engine puts there when a container starts: nothing of it lies on the machine that audits. */
function isPlaced(path: string): boolean {
  return placed.has(path) || /^\/(var\/)?run\/secrets\//.test(path);
}

/**
 * Looks up every file that others name: a relative path beside the file that names it, as Prometheus does, or below
 * the root; an absolute one below the root, which is the machine's own where none is given.
 */
export function lookUp(references: readonly Reference[], root: string | undefined): LookedUp {
  const missing: Reference[] = [];
  const context: Record<string, string> = {};
  for (const reference of references) {
    const { file, path, key } = reference;
    const beside = path.startsWith("/")
      ? [join(root ?? "/", path)]
      : [join(dirname(file), path), ...(root === undefined ? [] : [join(root, path)])];
    const [place] = beside
      .map((pattern) => ({ pattern, found: matchingFiles(pattern) }))
      .filter(({ found }) => found.length > 0);
    if (place === undefined) {
      if (root !== undefined || !isPlaced(path)) missing.push(reference);
      continue;
    }
    if (!["rule_files", "templates"].includes(key)) continue;
    const base = fixedPart(place.pattern);
    const named = path.startsWith("/") ? fixedPart(path) : join(dirname(file), fixedPart(path));
    for (const one of place.found) context[join(named, relative(base, one))] = readFileSync(one, "utf8");
  }
  return { missing, context };
}

/** The folders of a pattern in which there is no `*`. */
function fixedPart(pattern: string): string {
  const parts = pattern.split("/");
  const wild = parts.findIndex((part) => /[*?[]/.test(part));
  return parts.slice(0, wild === -1 ? -1 : wild).join("/") || (pattern.startsWith("/") ? "/" : ".");
}
