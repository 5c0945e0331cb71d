import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CustomFiles } from "./custom-files.ts";

const repository = join(import.meta.dirname, "../..");

/** The dashboards and rule files that people dropped into the clone. */
export function customFiles(): CustomFiles {
  return { ...filesIn("dashboards", /\.json$/), ...filesIn("rules", /\.ya?ml$/) };
}

/** The files of a folder of the clone whose names match. A folder that does not exist has none. */
export function filesIn(folder: string, pattern: RegExp): CustomFiles {
  const root = join(repository, folder);
  if (!existsSync(root)) return {};
  const names = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => pattern.test(name));
  return Object.fromEntries(
    names.map((name) => [`${folder}/${name}`, readFileSync(join(root, name), "utf8")]),
  );
}
