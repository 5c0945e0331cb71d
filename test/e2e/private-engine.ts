import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findDaemon } from "./find-daemon.ts";
import { eventually } from "./open-stand.ts";

/** A Docker engine of the test's own, which it may stop and kill. */
export interface PrivateEngine {
  /** For DOCKER_HOST. */
  readonly host: string;
  /** Starts the engine, again after a `stop`, and waits until it answers. */
  readonly start: () => Promise<void>;
  /** Ends the engine with a signal and waits until it is gone. */
  readonly stop: (signal: "SIGTERM" | "SIGKILL") => Promise<void>;
  /** Copies those of these images that the machine's engine has; a name without a tag means all of its tags. */
  readonly copyImages: (references: readonly string[]) => Promise<void>;
  /** Stops the engine and deletes all that it held. */
  readonly remove: () => Promise<void>;
}

/**
 * An engine with all its data in one folder. It makes and deletes docker0 and firewall rules as every engine does, so
 * it must only be started in a network namespace of its own, where those of the machine's engine are out of its reach.
 * @throws if this process shares its network with the first process of the machine
 */
export function privateEngine(): PrivateEngine {
  const namespace = (pid: string) =>
    spawnSync("readlink", [`/proc/${pid}/ns/net`], { encoding: "utf8" }).stdout;
  if (namespace("self") === namespace("1")) {
    throw new Error("not in a network namespace of its own; run these tests with: npm test -- engine");
  }
  const folder = mkdtempSync(join(tmpdir(), "monitoring-engine-"));
  const host = `unix://${folder}/docker.sock`;
  const log = join(folder, "log");
  const settings = join(folder, "daemon.json");
  // The machine's own settings may ask for sockets or a data folder that are taken.
  writeFileSync(settings, "{}");
  const args = [
    ...["--config-file", settings, "--data-root", `${folder}/data`, "--exec-root", `${folder}/exec`],
    ...["--pidfile", `${folder}/pid`, "--host", host],
  ];
  let child: ChildProcess | undefined;
  const killAtExit = (): void => void child?.kill("SIGTERM");

  function launch(): void {
    const file = openSync(log, "a");
    const path = `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin`;
    child = spawn(findDaemon() ?? "dockerd", args, {
      stdio: ["ignore", file, file],
      env: { ...process.env, PATH: path },
    });
    closeSync(file);
  }

  async function start(): Promise<void> {
    launch();
    process.once("exit", killAtExit);
    await eventually("the private engine to answer", 90, async () => {
      // After SIGKILL the first start may meet the dying containerd of the last and give up; a service manager would
      // start it again, too.
      if (child?.exitCode !== null) {
        launch();
        throw new Error(readFileSync(log, "utf8").slice(-500));
      }
      return (await run("docker", ["--host", host, "version"])).code === 0 ? true : undefined;
    });
  }

  async function stop(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    const daemon = child;
    child = undefined;
    process.off("exit", killAtExit);
    if (daemon?.exitCode !== null || daemon.signalCode !== null) return;
    const gone = new Promise((resolve) => daemon.once("exit", resolve));
    daemon.kill(signal);
    await gone;
  }

  async function copyImages(references: readonly string[]): Promise<void> {
    const archive = join(folder, "images.tar");
    const found = await Promise.all(
      references.map(async (name) => {
        if (name.includes(":"))
          return (await run("docker", ["image", "inspect", name])).code === 0 ? [name] : [];
        return (await run("docker", ["image", "ls", "--format", "{{.Repository}}:{{.Tag}}", name])).lines;
      }),
    );
    const saved = await run("docker", ["save", "--output", archive, ...new Set(found.flat())]);
    if (saved.code !== 0) throw new Error("cannot save the images");
    const loaded = await run("docker", ["--host", host, "load", "--quiet", "--input", archive]);
    if (loaded.code !== 0) throw new Error("cannot load the images");
    rmSync(archive);
  }

  async function remove(): Promise<void> {
    const { lines } = await run("docker", ["--host", host, "ps", "--all", "--quiet"]);
    if (lines.length > 0) await run("docker", ["--host", host, "rm", "--force", ...lines]);
    await stop("SIGTERM");
    // An engine that was killed leaves its folder mounted onto itself.
    const mounted = readFileSync("/proc/mounts", "utf8").split("\n");
    for (const [, path = ""] of mounted.map((line) => line.split(" ")).reverse()) {
      if (path.startsWith(`${folder}/`)) await run("umount", [path]);
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 500 });
  }

  return { host, start, stop, copyImages, remove };
}

interface Finished {
  readonly code: number | null;
  readonly lines: readonly string[];
}

function run(program: string, args: readonly string[]): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "ignore"] });
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (more: string) => (text += more));
    child.on("error", reject).on("close", (code) => {
      resolve({ code, lines: text.split("\n").filter(Boolean) });
    });
  });
}
