import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventually } from "./open-stand.ts";
import { findDaemon } from "./find-daemon.ts";

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

const subnets = "10.213.0.0/16";
const gateway = "10.213.0.1/24";

/** Why this machine cannot run an engine of the test's own; nothing if it can. */
export const whyNoPrivateEngine =
  process.platform !== "linux"
    ? "it needs Linux"
    : process.getuid?.() !== 0
      ? "it needs root"
      : findDaemon() === undefined
        ? "it needs dockerd"
        : undefined;

/**
 * Prepares an engine of its own, with all its data in one folder, no firewall rules and a bridge of its own. Never
 * without a bridge: `--bridge=none` deletes docker0, which belongs to the machine's engine.
 * @param bridge name of the network interface to make, at most 15 characters
 */
export function privateEngine(bridge: string): PrivateEngine {
  const folder = mkdtempSync(join(tmpdir(), "monitoring-engine-"));
  const host = `unix://${folder}/docker.sock`;
  const log = join(folder, "log");
  const settings = join(folder, "daemon.json");
  // The machine's own settings may ask for sockets or a data folder that are taken.
  writeFileSync(settings, "{}");
  const args = [
    ...["--config-file", settings, "--data-root", `${folder}/data`, "--exec-root", `${folder}/exec`],
    ...[
      "--pidfile",
      `${folder}/pid`,
      "--host",
      host,
      `--bridge=${bridge}`,
      "--iptables=false",
      "--ip-masq=false",
    ],
    // Apart from the networks of the machine's engine, which may be making one at this moment.
    ...["--default-address-pool", "base=10.213.128.0/17,size=24"],
  ];
  let child: ChildProcess | undefined;
  const killAtExit = (): void => {
    child?.kill("SIGTERM");
    passTraffic("--delete");
    root("ip", "link", "delete", bridge);
  };

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
    if (root("ip", "link", "add", bridge, "type", "bridge")) {
      root("ip", "addr", "add", gateway, "dev", bridge);
      root("ip", "link", "set", bridge, "up");
    }
    launch();
    process.once("exit", killAtExit);
    passTraffic("--insert");
    await eventually("the private engine to answer", 90, async () => {
      // After SIGKILL the first start may meet the dying containerd of the last and give up; a service manager would
      // start it again, too.
      if (child?.exitCode !== null) {
        launch();
        throw new Error(readFileSync(log, "utf8").slice(-500));
      }
      return (await succeeds("docker", ["--host", host, "version"])) ? true : undefined;
    });
  }

  async function stop(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    const daemon = child;
    child = undefined;
    process.off("exit", killAtExit);
    passTraffic("--delete");
    if (daemon?.exitCode !== null || daemon.signalCode !== null) return;
    const gone = new Promise((resolve) => daemon.once("exit", resolve));
    daemon.kill(signal);
    await gone;
  }

  async function copyImages(references: readonly string[]): Promise<void> {
    const archive = join(folder, "images.tar");
    const found = await Promise.all(
      references.map(async (name) => {
        if (name.includes(":")) return (await succeeds("docker", ["image", "inspect", name])) ? [name] : [];
        return lines("docker", ["image", "ls", "--format", "{{.Repository}}:{{.Tag}}", name]);
      }),
    );
    const present = found.flat();
    if (!(await succeeds("docker", ["save", "--output", archive, ...present])))
      throw new Error("cannot save the images");
    if (!(await succeeds("docker", ["--host", host, "load", "--quiet", "--input", archive])))
      throw new Error("cannot load the images");
    rmSync(archive);
  }

  async function remove(): Promise<void> {
    // Network interfaces outlive an engine: its networks go first, and for that whatever a failed test left in them.
    const left = await lines("docker", ["--host", host, "ps", "--all", "--quiet"]);
    if (left.length > 0) await succeeds("docker", ["--host", host, "rm", "--force", ...left]);
    await succeeds("docker", ["--host", host, "network", "prune", "--force"]);
    await stop("SIGTERM");
    root("ip", "link", "delete", bridge);
    // An engine that was killed leaves its folder mounted onto itself.
    const mounted = readFileSync("/proc/mounts", "utf8").split("\n");
    for (const [, path = ""] of mounted.map((line) => line.split(" ")).reverse()) {
      if (path.startsWith(`${folder}/`)) root("umount", path);
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 500 });
  }

  return { host, start, stop, copyImages, remove };
}

// The machine's engine makes the kernel drop what it did not allow, also between containers of another engine. This
// allows them, and nobody else, to talk to each other.
function passTraffic(action: "--insert" | "--delete"): void {
  root("iptables", action, "FORWARD", "--source", subnets, "--destination", subnets, "--jump", "ACCEPT");
}

/** Runs a program of the administrator's; tells whether it succeeded. */
function root(program: string, ...args: readonly string[]): boolean {
  const path = `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin`;
  return spawnSync(program, args, { stdio: "ignore", env: { ...process.env, PATH: path } }).status === 0;
}

function succeeds(program: string, args: readonly string[]): Promise<boolean> {
  return new Promise((resolve, reject) => {
    spawn(program, args, { stdio: "ignore" })
      .on("error", reject)
      .on("close", (code) => {
        resolve(code === 0);
      });
  });
}

function lines(program: string, args: readonly string[]): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "ignore"] });
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (more: string) => (text += more));
    child.on("error", reject).on("close", () => {
      resolve(text.split("\n").filter(Boolean));
    });
  });
}
