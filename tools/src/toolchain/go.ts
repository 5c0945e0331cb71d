import { existsSync } from "node:fs";
import { chmod, cp, mkdir, readFile, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { withLock } from "../../bootstrap/lock.mjs";
import { publish } from "../../bootstrap/publish.mjs";
import { UserError } from "../user-error.ts";
import type { Toolchain } from "./context.ts";
import { unpackDebian } from "./debian.ts";
import { requireDisk } from "./disk.ts";
import { buildFolder, type GoBuild } from "./go-builds.ts";
import { run, tryRun } from "./run.ts";
import { compareVersions, versions } from "./versions.ts";
import { embedWebUi } from "./web-ui.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Builds a row of the table, or finds it built; gives the folder with its binaries. */
export async function goBuild(toolchain: Toolchain, build: GoBuild): Promise<string> {
  const target = buildFolder(toolchain.cache, build);
  if (existsSync(target)) return target;
  return sharingCaches(toolchain, () =>
    // One compiler at a time, over all processes: it uses every core already.
    withLock(join(toolchain.locks, "go"), () =>
      publish(target, (temporary) =>
        toolchain.progress.step(
          `build ${build.name} ${build.version}`,
          build.estimateSeconds,
          async (report) => {
            await requireDisk(toolchain.cache, build.diskBytes, `building ${build.name}`);
            await endOrphans(workFolder(toolchain));
            const env = await goEnvironment(toolchain);
            await mkdir(temporary, { recursive: true });
            const log = join(toolchain.logs, `${build.name}.log`);
            report("source");
            const source = await sourceOf(toolchain, build, env, log);
            for (const [file, path] of Object.entries(build.binaries)) {
              report(`compiling ${file}`);
              const args = [
                "-trimpath",
                "-tags",
                build.tags.join(","),
                "-ldflags",
                ["-s -w", ...build.ldflags].join(" "),
              ];
              await run("go", ["build", ...args, "-o", join(temporary, file), path], {
                cwd: source,
                env,
                log,
              });
            }
          },
        ),
      ),
    ),
  );
}

/** Removes what a killed run left of the Go caches, if nothing builds at the moment. */
export async function removeStaleCaches(toolchain: Toolchain): Promise<void> {
  if (existsSync(workFolder(toolchain))) await sharingCaches(toolchain, () => Promise.resolve());
}

function workFolder(toolchain: Toolchain): string {
  return join(toolchain.cache, "work", "go");
}

let users = 0;

// Go's caches grow to gigabytes, so they are private and go away after the last build; a killed run's are used again.
async function sharingCaches<T>(toolchain: Toolchain, work: () => Promise<T>): Promise<T> {
  users++;
  let ok = false;
  try {
    const result = await work();
    ok = true;
    return result;
  } finally {
    users--;
    if (users === 0 && ok) {
      await withLock(join(toolchain.locks, "go"), async () => {
        if (users > 0) return;
        await endOrphans(workFolder(toolchain));
        await rm(workFolder(toolchain), { recursive: true, force: true, maxRetries: 3 });
      });
    }
  }
}

async function sourceOf(
  toolchain: Toolchain,
  build: GoBuild,
  env: Environment,
  log: string,
): Promise<string> {
  const { source } = build;
  if ("folder" in source) return source.folder;
  const answer = await run("go", ["mod", "download", "-json", `${source.module}@${source.version}`], { env });
  const { Dir, Sum } = JSON.parse(answer) as { Dir: string; Sum: string };
  if (Sum !== source.sum) {
    throw new UserError(
      `the Go module ${source.module}@${source.version} has the checksum ${Sum}, expected is ${source.sum}: the module proxy serves something else`,
    );
  }
  if (source.webUi !== true) return Dir;
  // The web UI is embedded into a copy: the module cache stays what its checksum says.
  const copy = join(workFolder(toolchain), `${build.name}-source`);
  await rm(copy, { recursive: true, force: true });
  const half = `${copy}.unfinished`;
  await rm(half, { recursive: true, force: true });
  await cp(Dir, half, { recursive: true });
  await run("chmod", ["-R", "u+w", half]);
  await rename(half, copy);
  await embedWebUi(toolchain, join(copy, "web", "ui"), `${build.name}-${build.version}`, log);
  return copy;
}

async function goEnvironment(toolchain: Toolchain): Promise<Environment> {
  const bin = await ensureGo(toolchain);
  const work = workFolder(toolchain);
  const { PATH = "", GOFLAGS: _flags, GOROOT: _root, ...rest } = toolchain.env;
  return {
    ...rest,
    PATH: bin === undefined ? PATH : `${bin}:${PATH}`,
    // Without cgo there is no need for a C compiler, and the binaries run in any image.
    CGO_ENABLED: "0",
    GOFLAGS: "-modcacherw -buildvcs=false",
    GOTOOLCHAIN: "local",
    GOWORK: "off",
    GOPATH: join(work, "path"),
    GOMODCACHE: join(work, "modules"),
    GOCACHE: join(work, "cache"),
    GOTMPDIR: await folder(join(work, "tmp")),
    [mark]: work,
  };
}

async function folder(path: string): Promise<string> {
  await mkdir(path, { recursive: true });
  return path;
}

/** The folder of a Go that is new enough; nothing if the one on PATH is. */
async function ensureGo(toolchain: Toolchain): Promise<string | undefined> {
  const found = await tryRun("go", ["env", "GOVERSION"], { env: { ...toolchain.env, GOTOOLCHAIN: "local" } });
  if (found.code === 0 && compareVersions(found.stdout, versions.go) >= 0) return undefined;
  const name = `golang-${versions.debianGo}`;
  const target = join(toolchain.cache, "go", versions.debianGo);
  await publish(target, (temporary) =>
    toolchain.progress.step(`Go ${versions.debianGo} from Debian's packages, unpacked`, 10, async () => {
      await unpackDebian(toolchain, [`${name}-go`, `${name}-src`], temporary, { dependencies: false });
      await rm(`${temporary}.debs`, { recursive: true, force: true });
      const go = join(temporary, "usr/lib", `go-${versions.debianGo}`, "bin/go");
      await chmod(go, 0o755);
      await run(go, ["version"], { env: { ...toolchain.env, GOROOT: undefined } });
    }),
  );
  return join(target, "usr/lib", `go-${versions.debianGo}`, "bin");
}

const mark = "MONITORING_GO_WORK";

// A compiler outlives a parent that was killed with -9. Only processes with our mark for this folder are ended, and
// only by the holder of the lock, so none of them belongs to a run that is alive.
async function endOrphans(work: string): Promise<void> {
  for (const pid of await readdir("/proc").catch(() => [] as string[])) {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) continue;
    const environment = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "");
    if (!environment.split("\0").includes(`${mark}=${work}`)) continue;
    try {
      process.kill(Number(pid), "SIGKILL");
    } catch {
      // It ended by itself.
    }
  }
}
