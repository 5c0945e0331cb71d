import { readdirSync, statSync } from "node:fs";
import { isAbsolute, join } from "node:path";

/**
 * The files that a path or pattern leads to. As in Go's filepath.Glob, `*` and `?` match within one folder's name and
 * nothing matches several folders.
 */
export function matchingFiles(pattern: string): readonly string[] {
  const start = isAbsolute(pattern) ? "/" : ".";
  const parts = pattern.split("/").filter((part) => part !== "" && part !== ".");
  const found = parts.reduce<readonly string[]>(
    (folders, part) => folders.flatMap((folder) => below(folder, part)),
    [start],
  );
  return found.filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false).sort();
}

function below(folder: string, part: string): readonly string[] {
  if (!/[*?[]/.test(part)) return [join(folder, part)];
  const source = part
    .replace(/[.+^${}()|\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  const regex = new RegExp(`^${source}$`);
  return namesIn(folder)
    .filter((name) => regex.test(name))
    .map((name) => join(folder, name));
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
