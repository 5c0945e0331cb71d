import { existsSync } from "node:fs";
import { chmod, cp, link, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { publish } from "../../bootstrap/publish.mjs";
import { allOrFirstError } from "./all.ts";
import { resolveToolchain, type Toolchain, type ToolchainOptions } from "./context.ts";
import { requireDisk } from "./disk.ts";
import { download } from "./download.ts";
import { goBuild } from "./go.ts";
import { buildFolder, goBuilds } from "./go-builds.ts";
import { withoutLogs } from "./pulumi-logs.ts";
import { recipeHash } from "./recipe.ts";
import { run, tryRun } from "./run.ts";
import { versions } from "./versions.ts";

/** Where Pulumi is: `bin` goes first on PATH, `home` is PULUMI_HOME. */
export interface PulumiInstallation {
  readonly bin: string;
  readonly home: string;
}

// `-typescript=false` makes the host start the program as it is: Node strips the types. Newer hosts read it from
// Pulumi.yaml, this one does not.
const wrapper = `#!/bin/sh
exec "$(dirname "$0")/../libexec/pulumi-language-nodejs" -typescript=false "$@"
`;

/** The Pulumi CLI, its Node.js language host and the docker plugin at the pinned versions. */
export async function ensurePulumi(options: ToolchainOptions = {}): Promise<PulumiInstallation> {
  const toolchain = resolveToolchain(options);
  const folder = join(toolchain.cache, "pulumi", pulumiKey());
  const chosen = chosenHome(toolchain);
  const home = chosen ?? join(folder, "home");
  // A person's own home is left as they have it.
  if (chosen === undefined) withoutLogs(home);
  const plugin = join(home, "plugins", `resource-docker-v${versions.dockerPlugin}`);
  const bin = join(folder, "bin");
  if (existsSync(bin) && existsSync(plugin)) return { bin, home };
  const official = await officialCli(toolchain, folder);
  if (official && !existsSync(plugin)) await downloadPlugin(toolchain, { bin, home });
  await allOrFirstError([
    existsSync(bin) ? undefined : buildCli(toolchain, bin, folder),
    existsSync(plugin) ? undefined : buildPlugin(toolchain, plugin),
  ]);
  return { bin, home };
}

function chosenHome({ env }: Toolchain): string | undefined {
  return env["PULUMI_HOME"] === "" ? undefined : env["PULUMI_HOME"];
}

/** Names the installation: the versions, and a hash of all that a build depends on. */
export function pulumiKey(): string {
  const builds = [goBuilds.pulumi, goBuilds.languageHost, goBuilds.dockerProvider].map((build) =>
    buildFolder("", build),
  );
  return `${versions.pulumi}-${recipeHash({ builds, wrapper })}`;
}

async function officialCli(toolchain: Toolchain, folder: string): Promise<boolean> {
  const bin = join(folder, "bin");
  if (existsSync(bin)) return !existsSync(join(folder, "libexec"));
  const platform = `${process.platform}-${process.arch}`;
  const url = `https://get.pulumi.com/releases/sdk/pulumi-v${versions.pulumi}-${platform}.tar.gz`;
  const archive = join(toolchain.cache, "work", `pulumi-${process.pid}.tar.gz`);
  await mkdir(join(toolchain.cache, "work"), { recursive: true });
  try {
    const problem = await toolchain.progress.step("download Pulumi", 15, () => download(url, archive));
    if (problem !== undefined) {
      toolchain.progress.line(
        `get.pulumi.com is not in reach (${problem}): Pulumi is built here from Go modules`,
      );
      return false;
    }
    await requireDisk(toolchain.cache, 1.5e9, "Pulumi");
    await publish(bin, async (temporary) => {
      await mkdir(`${temporary}.d`, { recursive: true });
      await run("tar", ["-xzf", archive, "-C", `${temporary}.d`]);
      await rename(join(`${temporary}.d`, "pulumi"), temporary);
      await rm(`${temporary}.d`, { recursive: true });
      await verify(toolchain, temporary);
    });
    return true;
  } finally {
    await rm(archive, { force: true });
  }
}

async function buildCli(toolchain: Toolchain, bin: string, folder: string): Promise<void> {
  const [cli = "", host = ""] = await allOrFirstError([
    goBuild(toolchain, goBuilds.pulumi),
    goBuild(toolchain, goBuilds.languageHost),
  ]);
  await publish(bin, async (temporary) => {
    const libexec = join(folder, "libexec");
    await rm(libexec, { recursive: true, force: true });
    await mkdir(libexec, { recursive: true });
    await mkdir(temporary, { recursive: true });
    await linkOrCopy(join(host, "pulumi-language-nodejs"), join(libexec, "pulumi-language-nodejs"));
    await linkOrCopy(join(cli, "pulumi"), join(temporary, "pulumi"));
    await writeFile(join(temporary, "pulumi-language-nodejs"), wrapper);
    await chmod(join(temporary, "pulumi-language-nodejs"), 0o755);
    await verify(toolchain, temporary);
  });
}

async function verify(toolchain: Toolchain, bin: string): Promise<void> {
  const env = { ...toolchain.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
  const version = (await run(join(bin, "pulumi"), ["version"], { env })).trim();
  if (version !== `v${versions.pulumi}`)
    throw new Error(`expected Pulumi v${versions.pulumi}, got ${version}`);
}

async function downloadPlugin(toolchain: Toolchain, { bin, home }: PulumiInstallation): Promise<void> {
  const env = { ...toolchain.env, PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "true" };
  const args = ["plugin", "install", "resource", "docker", `v${versions.dockerPlugin}`];
  const log = join(toolchain.logs, "pulumi-plugin.log");
  const { code } = await toolchain.progress.step("download Pulumi's docker plugin", 10, () =>
    tryRun(join(bin, "pulumi"), args, { env, log, timeoutSeconds: 300 }),
  );
  if (code !== 0)
    toolchain.progress.line("Pulumi's docker plugin cannot be downloaded: it is built here from Go modules");
}

async function buildPlugin(toolchain: Toolchain, target: string): Promise<void> {
  const built = await goBuild(toolchain, goBuilds.dockerProvider);
  const file = "pulumi-resource-docker";
  await publish(target, async (temporary) => {
    await mkdir(temporary, { recursive: true });
    await linkOrCopy(join(built, file), join(temporary, file));
  });
}

// The binaries are large and kept in `built`; a link costs nothing, but cannot cross file systems.
async function linkOrCopy(from: string, to: string): Promise<void> {
  await link(from, to).catch(() => cp(from, to));
}
