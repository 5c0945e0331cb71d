import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseExposition, type Exposition } from "../contract/index.ts";
import { ownFolder } from "./own-folder.ts";

export * from "./own-folder.ts";

/** Folder of the recorded expositions. */
export const contractsFolder = join(import.meta.dirname, "../../contracts");

/** A recorded exposition: `<exporter>@<version>.txt`. */
export interface RecordedContract {
  readonly exporter: string;
  readonly version: string;
  readonly text: string;
  readonly exposition: Exposition;
}

/**
 * Every recorded exposition, in alphabetical order: this project's, then those that a team recorded of its own servers.
 * Reads files, so it is no part of the pure surface.
 */
export function recordedContracts(): readonly RecordedContract[] {
  const own = ownFolder();
  return [contractsFolder, ...(own === undefined ? [] : [join(own, "contracts")])].flatMap(contractsIn);
}

function contractsIn(folder: string): readonly RecordedContract[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".txt"))
    .sort()
    .map((name) => {
      const [exporter = "", version = ""] = name.replace(/\.txt$/, "").split("@");
      const text = readFileSync(join(folder, name), "utf8");
      let parsed: Exposition | undefined;
      return {
        exporter,
        version,
        text,
        // Who only counts samples does not wait for it.
        get exposition() {
          return (parsed ??= parseExposition(text));
        },
      };
    });
}

/** Whether a recording is of all that an exporter shows by itself; a suffix holds what only shows under a condition. */
export function isPlain({ version }: Pick<RecordedContract, "version">): boolean {
  return !version.includes("-");
}
