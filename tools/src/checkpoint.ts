import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Home } from "./home.ts";
import { updateUnderWay } from "./stale-lock.ts";

/** The file backend's record of what exists. */
export function checkpointFile(home: Home): string {
  return join(home.state, ".pulumi/stacks/monitoring/dev.json");
}

/**
 * Mends what a killed update leaves of the state: every command would fail with "failed to load checkpoint: EOF".
 * Beside each file Pulumi keeps one of attributes (.attrs), which it empties before it writes it: an empty one goes,
 * since none at all is fine. It moves the last record aside before it writes the next one: where half a record
 * is left, or none, the last whole one takes its place, and what was made since is found by its label.
 * @returns whether there was something to mend
 */
export function mendCheckpoint(home: Home): boolean {
  if (updateUnderWay(home)) return false;
  const empty = emptyAttributes(join(home.state, ".pulumi"));
  for (const path of empty) rmSync(path, { force: true });
  return mendRecord(checkpointFile(home)) || empty.length > 0;
}

function emptyAttributes(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".attrs"))
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).size === 0);
}

function mendRecord(file: string): boolean {
  const last = `${file}.bak`;
  if (isRecord(file) || !(existsSync(file) || existsSync(last))) return false;
  if (isRecord(last)) copyFileSync(last, file);
  else rmSync(file, { force: true });
  return true;
}

function isRecord(file: string): boolean {
  try {
    return typeof JSON.parse(readFileSync(file, "utf8")) === "object";
  } catch {
    return false;
  }
}
