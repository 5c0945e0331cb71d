import { createReadStream, createWriteStream } from "node:fs";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { publish } from "../../bootstrap/publish.mjs";
import type { Toolchain } from "./context.ts";
import { run } from "./run.ts";

/**
 * Builds Prometheus' web UI in `ui` (the module's `web/ui`) and writes `embed.go`, which the build tag `builtinassets`
 * wants: upstream's releases do the same, so that the UI does not depend on the working directory.
 */
export async function embedWebUi(toolchain: Toolchain, ui: string, name: string, log: string): Promise<void> {
  const built = await publish(join(toolchain.cache, "built", `${name}-web-ui`), (temporary) =>
    toolchain.progress.step(`build the web UI of ${name}`, 45, async () => {
      const env = { ...toolchain.env, CI: "true" };
      const pnpm = (...args: string[]) => run("pnpm", args, { cwd: ui, env, log });
      await pnpm("install", "--frozen-lockfile", "--reporter=append-only");
      for (const part of ["lezer-promql", "codemirror-promql", "mantine-ui"]) {
        await pnpm("--filter", `@prometheus-io/${part}`, "run", "build");
      }
      await cp(join(ui, "mantine-ui", "dist"), temporary, { recursive: true });
    }),
  );
  const target = join(ui, "static", "mantine-ui");
  await rm(join(ui, "static"), { recursive: true, force: true });
  const files = await filesIn(built);
  for (const file of files) await compress(join(built, file), join(target, `${file}.gz`));
  const template = await readFile(join(ui, "embed.go.tmpl"), "utf8");
  await writeFile(
    join(ui, "embed.go"),
    embedSource(
      template,
      files.map((file) => `static/mantine-ui/${file}.gz`),
    ),
  );
}

/** The Go source that embeds `paths`; `template` is upstream's licence header, build tag and imports. */
export function embedSource(template: string, paths: readonly string[]): string {
  // Quoted, because a pattern may not contain a space otherwise.
  const lines = paths.map((path) => `//go:embed ${JSON.stringify(path)}`);
  return `${template.trimEnd()}\n\n${lines.join("\n")}\nvar EmbedFS embed.FS\n`;
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map((entry) => relative(folder, join(entry.parentPath, entry.name))).sort();
}

async function compress(source: string, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  await pipeline(createReadStream(source), createGzip({ level: 9 }), createWriteStream(target));
}
