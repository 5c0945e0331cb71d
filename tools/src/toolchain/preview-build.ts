import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { publish } from "../../bootstrap/publish.mjs";
import { repository } from "../repository.ts";
import { resolveToolchain, type Toolchain } from "./context.ts";
import { requireDisk } from "./disk.ts";
import { recipeHash } from "./recipe.ts";
import { run } from "./run.ts";

/** The preview's page and the server that it comes from, built. */
export interface PreviewBuild {
  /** Folder of the page's files. */
  readonly page: string;
  /** The server as one file that Node runs. */
  readonly server: string;
  /** Script that finds out what is wrong with what the page shows. */
  readonly inspect: string;
  /** Changes whenever one of them does. */
  readonly hash: string;
}

/** Folder of the page's sources, a package of its own. */
export const pageSources = join(repository, "preview/page");
const serverSources = join(repository, "preview/src");

/** Builds the preview, or finds it built. Its dependencies are installed only to build it. */
export async function ensurePreview(toolchain: Toolchain = resolveToolchain()): Promise<PreviewBuild> {
  const hash = sourcesHash();
  const target = join(toolchain.cache, "built", `preview-${hash}`);
  if (!existsSync(target)) {
    await publish(target, (temporary) =>
      toolchain.progress.step("build the preview of the dashboards", 40, async (report) => {
        report("dependencies");
        await installPage(toolchain);
        report("bundling");
        const log = join(toolchain.logs, "preview.log");
        await run(process.execPath, ["build.ts", temporary], { cwd: pageSources, env: toolchain.env, log });
      }),
    );
  }
  return {
    page: join(target, "page"),
    server: join(target, "server.mjs"),
    inspect: join(target, "inspect.js"),
    hash,
  };
}

/** Installs what the page is built from, as its own lock file says. */
export async function installPage(toolchain: Toolchain = resolveToolchain()): Promise<void> {
  await requireDisk(pageSources, 1e9, "the dependencies of the preview");
  await run("pnpm", ["install", "--frozen-lockfile", "--reporter=append-only"], {
    cwd: pageSources,
    // Nobody is asked whether folders of an older installation may go.
    env: { ...toolchain.env, CI: "true" },
    log: join(toolchain.logs, "preview-install.log"),
  });
}

function sourcesHash(): string {
  const files = ["package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml", "build.ts", "notices.ts"];
  const texts = [...files.map((name) => join(pageSources, name)), join(serverSources, "site.ts")].map(
    (path) => readFileSync(path, "utf8"),
  );
  return recipeHash({ texts }, [join(pageSources, "src"), join(serverSources, "server")]);
}
