import { readFileSync, renameSync, writeFileSync } from "node:fs";

/**
 * Writes a file that only this user reads, whole or not at all: commands that run side by side read each other's
 * settings, and half a file would look like one without secrets. A file that already says the same is left alone.
 */
export function writePrivate(path: string, text: string): void {
  if (readIfThere(path) === text) return;
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, text, { mode: 0o600 });
  renameSync(temporary, path);
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
