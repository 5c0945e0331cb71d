import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pack, type Pack } from "tar-stream";
import { makeImage } from "./own-image.ts";
import { ensurePreview, type PreviewBuild } from "./toolchain/preview-build.ts";

// The page is a few megabytes and nothing is kept, so little memory will do.
const entrypoint =
  'ENTRYPOINT ["node", "--max-old-space-size=64", "--max-semi-space-size=4", "/app/server.mjs"]';
const changes = [entrypoint, "CMD []", "WORKDIR /app"];

/**
 * The image of the preview: its server and its page on a Node image.
 * @returns the tag
 */
export async function previewImage(base: string, env: NodeJS.ProcessEnv): Promise<string> {
  const build = await ensurePreview();
  return makeImage({ name: "preview", base, changes, content: build.hash, files: () => layer(build) }, env);
}

function layer({ page, server }: PreviewBuild): Pack {
  const tar = pack();
  const mtime = new Date(0);
  const folder = (name: string): void => void tar.entry({ name, type: "directory", mode: 0o755, mtime });
  const file = (name: string, path: string): void =>
    void tar.entry({ name, mode: 0o444, mtime }, readFileSync(path));
  folder("app");
  file("app/server.mjs", server);
  const entries = readdirSync(page, { recursive: true, withFileTypes: true })
    .map((entry) => ({ path: join(entry.parentPath, entry.name), isFile: entry.isFile() }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  folder("app/page");
  for (const { path, isFile } of entries) {
    const name = `app/page/${relative(page, path)}`;
    if (isFile) file(name, path);
    else folder(name);
  }
  tar.finalize();
  return tar;
}
