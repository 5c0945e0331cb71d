import { createHash } from "node:crypto";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** Twelve hex digits that change whenever anything that decides a build's result changes. */
export function recipeHash(recipe: unknown, folders: readonly string[] = []): string {
  const hash = createHash("sha256").update(stableJson(recipe));
  for (const folder of folders) hashFolder(hash, folder, "");
  return hash.digest("hex").slice(0, 12);
}

/** JSON with sorted keys: the same recipe gives the same text, however it was written. */
export function stableJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function hashFolder(hash: ReturnType<typeof createHash>, folder: string, inside: string): void {
  for (const name of readdirSync(join(folder, inside)).sort()) {
    const path = join(inside, name);
    if (statSync(join(folder, path)).isDirectory()) hashFolder(hash, folder, path);
    else hash.update(`\0${path}\0`).update(readFileSync(join(folder, path)));
  }
}
