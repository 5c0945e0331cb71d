import { existsSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { CacheEntry } from "./doctor-facts.ts";

/** Whether something lies there. */
export function exists(...path: readonly string[]): boolean {
  return existsSync(join(...path));
}

/** The folders of the cache with their sizes. */
export async function cacheEntries(folder: string): Promise<readonly CacheEntry[]> {
  const names = await readdir(folder).catch(() => []);
  return Promise.all(names.map(async (name) => ({ name, bytes: await bytesIn(join(folder, name)) })));
}

/** What lies in a folder or file, as the disk counts it; what goes away meanwhile counts nothing. */
async function bytesIn(path: string): Promise<number> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => undefined);
  const files = entries?.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  let total = 0;
  // In portions: a cache has tens of thousands of files.
  for (let start = 0; start < (files ?? [path]).length; start += 500) {
    const sizes = (files ?? [path]).slice(start, start + 500).map((file) =>
      stat(file)
        .then(({ blocks }) => blocks * 512)
        .catch(() => 0),
    );
    for (const bytes of await Promise.all(sizes)) total += bytes;
  }
  return total;
}
