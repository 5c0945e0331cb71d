import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { publish } from "../bootstrap/publish.mjs";
import { repository } from "./repository.ts";
import { resolveToolchain } from "./toolchain/index.ts";

/** The demo's program as one file, bundled once per state of its sources and of the lock file. */
export async function demoBundle(): Promise<Uint8Array> {
  const folder = join(resolveToolchain().cache, "demo");
  mkdirSync(folder, { recursive: true });
  const file = await publish(join(folder, `${sourcesHash()}.mjs`), async (temporary) => {
    // Loaded only here: esbuild is slow to load, too.
    const { bundle } = await import("@monitoring/demo/bundle");
    writeFileSync(temporary, await bundle());
  });
  return readFileSync(file);
}

// The lock file stands for what the sources import from node_modules.
function sourcesHash(): string {
  const sources = join(repository, "demo/src");
  const files = readdirSync(sources, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const hash = createHash("sha256");
  for (const path of [...files, join(repository, "pnpm-lock.yaml")]) {
    const content = readFileSync(path);
    hash.update(`${path.slice(repository.length)}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex").slice(0, 16);
}
