import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { CustomFiles } from "./custom-files.ts";

const folders = [
  { folder: "dashboards", pattern: /\.json$/i },
  { folder: "rules", pattern: /\.ya?ml$/i },
] as const;

/** What people dropped into a clone: dashboards and rule files, hidden files not among them. */
export function readCustomFiles(clone: string): CustomFiles {
  const paths = folders.flatMap(({ folder, pattern }) => {
    const root = join(clone, folder);
    if (!existsSync(root)) return [];
    return (
      readdirSync(root, { recursive: true, withFileTypes: true })
        .filter(({ name }) => pattern.test(name))
        .map(({ parentPath, name }) => join(parentPath, name))
        // A link counts as what it leads to.
        .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile())
        .map((path) => relative(clone, path).split(sep))
        .filter((parts) => !parts.some((part) => part.startsWith(".")))
        .map((parts) => parts.join("/"))
    );
  });
  return Object.fromEntries(paths.sort().map((path) => [path, readFileSync(join(clone, path), "utf8")]));
}
