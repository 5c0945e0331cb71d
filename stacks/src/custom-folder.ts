import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { CustomFiles } from "./custom-files.ts";

const repository = join(import.meta.dirname, "../..");

const kinds = { dashboards: /\.json$/i, rules: /\.ya?ml$/ } as const;

/** The files that people dropped into a folder of the clone, by path relative to the clone; hidden ones are left out. */
export function customFilesIn(folder: keyof typeof kinds, clone = repository): CustomFiles {
  const root = join(clone, folder);
  if (!existsSync(root)) return {};
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((name) => kinds[folder].test(name) && !name.split(sep).some((part) => part.startsWith(".")))
    .map((name) => join(root, name))
    // A link counts as what it leads to.
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile())
    .map((path) => relative(clone, path).split(sep).join("/"));
  return Object.fromEntries(paths.sort().map((path) => [path, readFileSync(join(clone, path), "utf8")]));
}

/** Everything that people dropped into the clone. */
export function customFiles(clone = repository): CustomFiles {
  return { ...customFilesIn("dashboards", clone), ...customFilesIn("rules", clone) };
}
