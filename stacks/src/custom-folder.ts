import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CustomFiles } from "./custom-files.ts";

const repository = join(import.meta.dirname, "../..");

const kinds = { dashboards: /\.json$/, rules: /\.ya?ml$/ } as const;

/** All files that people dropped into the clone. */
export function everyCustomFile(): CustomFiles {
  return { ...customFilesIn("dashboards"), ...customFilesIn("rules") };
}

/** The files that people dropped into a folder of the clone, by path relative to the clone. */
export function customFilesIn(folder: keyof typeof kinds): CustomFiles {
  const root = join(repository, folder);
  if (!existsSync(root)) return {};
  const names = readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((name) => kinds[folder].test(name))
    .sort();
  return Object.fromEntries(
    names.map((name) => [`${folder}/${name}`, readFileSync(join(root, name), "utf8")]),
  );
}
