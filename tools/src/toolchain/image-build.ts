import { readFileSync } from "node:fs";
import { chmod, cp, mkdir, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { withLock } from "../../bootstrap/lock.mjs";
import type { Toolchain } from "./context.ts";
import { joinCertificates, suite, takeFile, unpackDebian } from "./debian.ts";
import { requireDisk } from "./disk.ts";
import type { Docker } from "./docker.ts";
import { goBuild } from "./go.ts";
import { buildFolder } from "./go-builds.ts";
import type { ImageRecipe } from "./image-recipes.ts";
import { recipeHash } from "./recipe.ts";
import { run } from "./run.ts";

const airgap = join(import.meta.dirname, "../../airgap/images");

/** To be raised when the code below puts images together in another way. */
const format = 1;

/** The reference of a local image: the tag changes whenever its recipe does. */
export function localImageRef(name: string, recipe: ImageRecipe): string {
  const { estimateSeconds: _estimate, smoke: _smoke, go, ...content } = recipe;
  const binaries = go && buildFolder("", go);
  const files = Object.values(recipe.files ?? {}).map(({ from }) => readFileSync(join(airgap, from), "utf8"));
  return `mcp-local/${name}:${recipe.version}-${recipeHash({ ...content, binaries, files, suite, format })}`;
}

/** Builds an image without any registry and gives its reference. */
export async function buildImage(
  toolchain: Toolchain,
  docker: Docker,
  name: string,
  recipe: ImageRecipe,
): Promise<string> {
  const ref = localImageRef(name, recipe);
  if (await docker.imageId(ref)) return ref;
  const binaries = recipe.go && (await goBuild(toolchain, recipe.go));
  await withLock(join(toolchain.locks, `image-${name}`), async () => {
    if (await docker.imageId(ref)) return;
    await toolchain.progress.step(
      `put the image ${name} ${recipe.version} together`,
      recipe.estimateSeconds,
      async (report) => {
        await requireDisk(toolchain.cache, 1e9, `the image ${name}`);
        const work = join(toolchain.cache, "work", `image-${name}`);
        const log = join(toolchain.logs, `image-${name}.log`);
        await rm(work, { recursive: true, force: true });
        await mkdir(work, { recursive: true });
        try {
          report("packages");
          const root = join(work, "root");
          const packages = await fill(toolchain, root, work, recipe, binaries);
          report("into the engine");
          const tar = join(work, "image.tar");
          await pack(root, tar, recipe, log);
          // Without the log, which would take what it prints: the id.
          const id = (await docker.run(["import", ...changes(recipe, packages), tar])).trim();
          await smoke(docker, id, recipe, log);
          await docker.run(["tag", id, ref], { log });
        } finally {
          await rm(work, { recursive: true, force: true });
        }
      },
    );
  });
  return ref;
}

// An image is found by its name from now on, so one whose program does not even start must never get it.
async function smoke(docker: Docker, id: string, recipe: ImageRecipe, log: string): Promise<void> {
  const byDefault = [recipe.entrypoint[0] ?? "", "--help"] as const;
  const [program, ...args] = recipe.smoke ?? byDefault;
  const isolated = ["--rm", "--network=none", "--read-only", "--user=65534:65534"];
  try {
    await docker.run(["run", ...isolated, `--entrypoint=${program}`, id, ...args], { log });
  } catch (error) {
    await docker.try(["image", "rm", id]);
    throw error;
  }
}

async function fill(
  toolchain: Toolchain,
  root: string,
  work: string,
  recipe: ImageRecipe,
  binaries: string | undefined,
): Promise<readonly string[]> {
  const packages: string[] = [];
  let unpacked = root;
  if (recipe.debian) {
    packages.push(...(await unpackDebian(toolchain, recipe.debian, root, { dependencies: true })).packages);
  }
  if (recipe.debianFiles) {
    unpacked = join(work, "packages");
    const result = await unpackDebian(toolchain, recipe.debianFiles.packages, unpacked, {
      dependencies: false,
    });
    packages.push(...result.packages);
    for (const [from, to] of Object.entries(recipe.debianFiles.files)) {
      await mkdir(join(root, dirname(to)), { recursive: true });
      await takeFile(unpacked, from, join(root, to));
    }
  }
  await mkdir(join(root, "etc/ssl/certs"), { recursive: true });
  for (const folder of ["bin", "tmp", "var/run", "root", "home", "proc", "sys", "dev"]) {
    await mkdir(join(root, folder), { recursive: true });
  }
  if (recipe.certificates === true) {
    await writeFile(join(root, "etc/ssl/certs/ca-certificates.crt"), await joinCertificates(unpacked));
  }
  if (binaries !== undefined) await cp(binaries, join(root, "bin"), { recursive: true });
  for (const { path } of recipe.folders) await mkdir(join(root, path), { recursive: true });
  for (const [path, file] of Object.entries(recipe.files ?? {})) {
    await mkdir(join(root, dirname(path)), { recursive: true });
    await cp(join(airgap, file.from), join(root, path));
    await chmod(join(root, path), file.mode);
  }
  for (const [path, target] of Object.entries(recipe.links ?? {})) {
    await mkdir(join(root, dirname(path)), { recursive: true });
    // A program that a package brought is better than busybox' one of the same name.
    await symlink(target, join(root, path)).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    });
  }
  await writeAccounts(root, recipe.user);
  return packages;
}

async function writeAccounts(root: string, user: ImageRecipe["user"]): Promise<void> {
  const { name, id, home } = user;
  const group = id === 65534 ? "nogroup" : name;
  await writeFile(
    join(root, "etc/passwd"),
    `root:x:0:0:root:/root:/bin/sh\n${name}:x:${id}:${id}:${name}:${home}:/bin/sh\n`,
  );
  await writeFile(join(root, "etc/group"), `root:x:0:\n${group}:x:${id}:\n`);
  await writeFile(join(root, "etc/nsswitch.conf"), "passwd: files\ngroup: files\nhosts: files dns\n");
}

// Owners are given to tar, not to the files: so no root is needed to build.
async function pack(root: string, tar: string, recipe: ImageRecipe, log: string): Promise<void> {
  const special = [
    ...recipe.folders,
    { path: "/tmp", owner: 0, mode: "1777" },
    { path: recipe.user.home, owner: recipe.user.id, mode: "0755" },
  ].filter(({ path }, index, all) => all.findIndex((other) => other.path === path) === index);
  // The engine refuses an archive that has a path twice, so those with an owner are left out first.
  const later = new Set(special.map(({ path }) => `.${path}`));
  const list = `${tar}.list`;
  const names = (await everything(root, ".")).filter((name) => !unneeded.test(name) && !later.has(name));
  await writeFile(list, names.join("\0"));
  const common = ["--numeric-owner", "--mtime=@0", "--format=gnu", "--no-recursion", "-C", root];
  await run("tar", ["-c", "-f", tar, ...common, "--owner=0", "--group=0", "--null", "-T", list], { log });
  for (const { path, owner, mode } of special) {
    await run(
      "tar",
      ["-r", "-f", tar, ...common, `--owner=${owner}`, `--group=${owner}`, `--mode=${mode}`, `.${path}`],
      { log },
    );
  }
}

// Not `readdir(…, { recursive: true })`, which follows links to folders.
async function everything(root: string, path: string): Promise<string[]> {
  const entries = await readdir(join(root, path), { withFileTypes: true });
  const paths = [path];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const inside = `${path}/${entry.name}`;
    paths.push(...(entry.isDirectory() ? await everything(root, inside) : [inside]));
  }
  return paths;
}

const unneeded = /^\.\/usr\/share\/(doc|man|info|locale|lintian|bug)(\/|$)/;

/** What `docker import --change` is told. */
export function changes(recipe: ImageRecipe, packages: readonly string[] = []): string[] {
  const lines = [
    `ENTRYPOINT ${JSON.stringify(recipe.entrypoint)}`,
    `CMD ${JSON.stringify(recipe.command)}`,
    `WORKDIR ${recipe.workdir}`,
    ...(recipe.runsAsUser ? [`USER ${recipe.user.id}`] : []),
    ...Object.entries(recipe.environment ?? {}).map(([name, value]) => `ENV ${name}=${value}`),
    ...recipe.ports.map((port) => `EXPOSE ${port}`),
    ...recipe.volumes.map((path) => `VOLUME ${path}`),
    `LABEL monitoring.packages=${JSON.stringify(packages.join(" "))}`,
  ];
  return lines.flatMap((line) => ["--change", line]);
}
