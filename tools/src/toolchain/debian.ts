import { cp, mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { publish } from "../../bootstrap/publish.mjs";
import { withLock } from "../../bootstrap/lock.mjs";
import { UserError } from "../user-error.ts";
import { findMirror } from "./apt-sources.ts";
import type { Toolchain } from "./context.ts";
import { run, tryRun } from "./run.ts";

/** The Debian release that has recent enough packages. */
export const suite = "forky";
const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";

/** Packages that were unpacked into a folder. */
export interface Unpacked {
  readonly folder: string;
  /** The packages with their versions, as `name_version`: the release moves, so they are written down. */
  readonly packages: readonly string[];
}

/**
 * Unpacks Debian packages and all that they depend on into `folder`, without installing anything: apt resolves, verifies
 * and downloads in a state of its own (no root needed), dpkg-deb unpacks. No maintainer script runs.
 */
export async function unpackDebian(
  toolchain: Toolchain,
  names: readonly string[],
  folder: string,
  options: { readonly dependencies: boolean },
): Promise<Unpacked> {
  const log = join(toolchain.logs, "debian.log");
  const state = await ensureAptState(toolchain, log);
  const env = { ...toolchain.env, APT_CONFIG: join(state, "apt.conf"), LC_ALL: "C" };
  const debs = `${folder}.debs`;
  await mkdir(join(debs, "partial"), { recursive: true });
  const how = options.dependencies
    ? ["-y", "--download-only", "-o", `Dir::Cache::archives=${debs}`, "install"]
    : ["download"];
  // apt allows one at a time per state.
  await withLock(join(toolchain.locks, "apt"), () =>
    run("apt-get", [...how, ...names], { cwd: debs, env, log }),
  );
  const files = (await readdir(debs)).filter((name) => name.endsWith(".deb")).sort();
  await mkdir(folder, { recursive: true });
  // Since Debian merged /usr, packages hold /usr/bin only, while everything else (the loader above all) says /bin.
  for (const name of ["bin", "sbin", "lib", "lib64"]) {
    await mkdir(join(folder, "usr", name), { recursive: true });
    await symlink(`usr/${name}`, join(folder, name));
  }
  for (const file of files) await run("dpkg-deb", ["-x", join(debs, file), folder], { log });
  return {
    folder,
    packages: files.map((file) => decodeURIComponent(file).replace(/_[^_]*\.deb$/, "")),
  };
}

// Package lists of the release, fetched once a day at most; apt's own state and configuration stay untouched.
async function ensureAptState(toolchain: Toolchain, log: string): Promise<string> {
  const day = new Date().toISOString().slice(0, 10);
  const target = join(toolchain.cache, "debian", `${suite}-${day}`);
  if (existsSync(target)) return target;
  return withLock(join(toolchain.locks, "debian"), async () => {
    // Another step may have made it while this one waited.
    if (existsSync(target)) return target;
    if ((await tryRun("dpkg-deb", ["--version"])).code !== 0 || !existsSync(keyring)) {
      throw new UserError(
        `this machine has neither an image registry in reach nor Debian's package tools (apt-get, dpkg-deb and ${keyring}), one of which is needed: ` +
          `allow access to the registry, or run on Debian (on Ubuntu: apt-get install debian-archive-keyring, and set MONITORING_DEBIAN_MIRROR to a Debian mirror)`,
      );
    }
    const mirror = await findMirror(toolchain.env);
    await removeOlder(target);
    return publish(target, async (state) => {
      await mkdir(join(state, "lists", "partial"), { recursive: true });
      await mkdir(join(state, "cache"), { recursive: true });
      await writeFile(join(state, "status"), "");
      await writeFile(join(state, "sources.list"), `deb [signed-by=${keyring}] ${mirror} ${suite} main\n`);
      await writeFile(join(state, "apt.conf"), aptConfiguration(state));
      await run("apt-get", ["update"], {
        env: { ...toolchain.env, APT_CONFIG: join(state, "apt.conf") },
        log,
      });
      // The lists are the same under the final name; only the configuration mentions it.
      await writeFile(join(state, "apt.conf"), aptConfiguration(target));
    });
  });
}

async function removeOlder(target: string): Promise<void> {
  const folder = dirname(target);
  const names = await readdir(folder).catch(() => [] as string[]);
  for (const name of names.filter((other) => other.startsWith(`${suite}-`) && other !== basename(target))) {
    await rm(join(folder, name), { recursive: true, force: true });
  }
}

function aptConfiguration(state: string): string {
  const settings: Readonly<Record<string, string>> = {
    "Dir::Etc::SourceList": join(state, "sources.list"),
    "Dir::Etc::SourceParts": "/dev/null",
    "Dir::State::Lists": join(state, "lists"),
    "Dir::State::status": join(state, "status"),
    "Dir::State::extended_states": join(state, "extended_states"),
    "Dir::Cache": join(state, "cache"),
    "Acquire::Languages": "none",
    "Acquire::Check-Valid-Until": "false",
    "Acquire::IndexTargets::deb::DEP-11::DefaultEnabled": "false",
    "Acquire::Retries": "2",
    "APT::Install-Recommends": "false",
    "APT::Sandbox::User": "",
    "APT::Update::Post-Invoke-Success": "",
  };
  return Object.entries(settings)
    .map(([key, value]) => `${key} ${JSON.stringify(value)};\n`)
    .join("");
}

/** The certificates of Debian's ca-certificates as one file, which its maintainer script would otherwise write. */
export async function joinCertificates(folder: string): Promise<string> {
  const source = join(folder, "usr/share/ca-certificates/mozilla");
  const names = (await readdir(source)).filter((name) => name.endsWith(".crt")).sort();
  const parts = await Promise.all(names.map((name) => readFile(join(source, name), "utf8")));
  return parts.join("");
}

/** Copies one file out of unpacked packages, following links. */
export async function takeFile(folder: string, path: string, target: string): Promise<void> {
  await cp(join(folder, path), target, { dereference: true });
}
