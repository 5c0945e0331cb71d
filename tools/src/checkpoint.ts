import { copyFileSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Home } from "./home.ts";
import { updateUnderWay } from "./stale-lock.ts";

/** The file backend's record of what exists. */
export function checkpointFile(home: Home): string {
  return join(home.state, ".pulumi/stacks/monitoring/dev.json");
}

/**
 * Pulumi moves the last record aside before it writes the next one; an update that is killed in between leaves half a
 * record, or none, and every command then fails with "failed to load checkpoint: EOF". The last whole record takes its
 * place, and what was made since is found by its label.
 * @returns whether there was something to mend
 */
export function mendCheckpoint(home: Home): boolean {
  const file = checkpointFile(home);
  const last = `${file}.bak`;
  if (updateUnderWay(home) || isRecord(file) || !(existsSync(file) || existsSync(last))) return false;
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
