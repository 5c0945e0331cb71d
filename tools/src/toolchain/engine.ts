import { spawn } from "node:child_process";
import { existsSync, mkdirSync, openSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { withLock } from "../../bootstrap/lock.mjs";
import { UserError } from "../user-error.ts";
import { askConsent } from "./consent.ts";
import { resolveToolchain, type Toolchain, type ToolchainOptions } from "./context.ts";
import { planEngine, type EngineFacts } from "./engine-plan.ts";
import { run, tail, tryRun } from "./run.ts";

/** The engine that was found or started. */
export interface Engine {
  /** Its address, for DOCKER_HOST: the Pulumi provider does not know docker's contexts. */
  readonly dockerHost?: string;
}

const defaultHost = "unix:///var/run/docker.sock";

/** Uses the running Docker engine; else starts or (as root on Debian, with consent) installs it; else says what to do. */
export async function ensureEngine(options: ToolchainOptions = {}): Promise<Engine> {
  const toolchain = resolveToolchain(options);
  const facts = await findFacts(toolchain);
  if (facts.cli !== "answers") {
    await withLock(join(toolchain.locks, "engine"), async () => {
      // Another run may have started it while this one waited.
      const plan = planEngine(await findFacts(toolchain));
      switch (plan.kind) {
        case "use":
          return;
        case "tell":
          throw new UserError(plan.message);
        case "install":
          await install(toolchain);
          return start(toolchain);
        case "start":
          return start(toolchain);
      }
    });
  }
  return facts.host === defaultHost ? {} : { dockerHost: facts.host };
}

async function findFacts(toolchain: Toolchain): Promise<EngineFacts> {
  const env = toolchain.env;
  const [context, version] = await Promise.all([
    tryRun("docker", ["context", "inspect", "--format", "{{.Endpoints.docker.Host}}"], { env }),
    askVersion(toolchain),
  ]);
  const host = [env["DOCKER_HOST"], context.stdout.trim()].find((text) => text) ?? defaultHost;
  const release = await readFile("/etc/os-release", "utf8").catch(() => "");
  return {
    cli:
      version.code === 0
        ? "answers"
        : version.stderr.includes("not found on PATH")
          ? "missing"
          : /permission denied/i.test(version.stderr)
            ? "not allowed"
            : "no answer",
    said: version.stderr.trim().split("\n").at(-1) ?? "",
    host,
    hostIsChosen: host !== defaultHost,
    daemonInstalled: findDaemon(env) !== undefined,
    root: process.getuid?.() === 0,
    platform: process.platform,
    debian: /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(release),
  };
}

function askVersion(toolchain: Toolchain) {
  const args = ["version", "--format", "{{.Server.Version}}"];
  return tryRun("docker", args, { env: toolchain.env, timeoutSeconds: 20 });
}

function findDaemon(env: Toolchain["env"]): string | undefined {
  // /usr/sbin is not on every PATH.
  const folders = [
    ...(env["PATH"] ?? "").split(":"),
    "/usr/sbin",
    "/usr/local/sbin",
    "/usr/local/bin",
    "/usr/bin",
  ];
  return folders
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, "dockerd"))
    .find((path) => existsSync(path));
}

async function install(toolchain: Toolchain): Promise<void> {
  await askConsent(toolchain, {
    missing: "Docker engine",
    packages: "docker.io and iptables",
    manual: "install it yourself with `apt-get install docker.io iptables`, or agree with --yes",
  });
  const log = join(toolchain.logs, "engine-install.log");
  const env = { ...toolchain.env, DEBIAN_FRONTEND: "noninteractive" };
  await toolchain.progress.step("install Docker (docker.io, iptables)", 30, async () => {
    await run("apt-get", ["update"], { env, log });
    // Since Debian 13 the client is a package of its own.
    const client =
      (await tryRun("apt-cache", ["show", "docker-cli"], { env })).code === 0 ? ["docker-cli"] : [];
    const wanted = ["docker.io", "iptables", ...((await askVersion(toolchain)).code === null ? client : [])];
    await run("apt-get", ["install", "-y", "--no-install-recommends", ...wanted], { env, log });
  });
}

async function start(toolchain: Toolchain): Promise<void> {
  const log = join(toolchain.logs, "dockerd.log");
  await toolchain.progress.step("start the Docker engine", 10, async () => {
    // Installing the package may have started it.
    if ((await askVersion(toolchain)).code === 0) return;
    const systemd = (await readFile("/proc/1/comm", "utf8").catch(() => "")).trim() === "systemd";
    let exited: string | undefined;
    if (systemd) await run("systemctl", ["start", "docker"], { env: toolchain.env });
    else exited = await startDetached(findDaemon(toolchain.env) ?? "dockerd", log, toolchain);
    for (let second = 0; second < 60 && exited === undefined; second++) {
      if ((await askVersion(toolchain)).code === 0) return;
      await sleep(1000);
    }
    const said = systemd
      ? (await tryRun("journalctl", ["-u", "docker", "-n", "15", "--no-pager"])).stdout
      : tail(log);
    throw new UserError(
      `the Docker engine does not start${exited === undefined ? " within 60 s" : ` (${exited})`}; it said:\n${said}\n` +
        `mend what it says, or start an engine by other means, then run the same command again`,
    );
  });
}

// In a session of its own and with its output in a file, so that it outlives us.
async function startDetached(daemon: string, log: string, toolchain: Toolchain): Promise<string | undefined> {
  mkdirSync(dirname(log), { recursive: true });
  const file = openSync(log, "a");
  const path = `${toolchain.env["PATH"] ?? ""}:/usr/sbin:/sbin`;
  const child = spawn(daemon, [], {
    detached: true,
    stdio: ["ignore", file, file],
    env: { ...toolchain.env, PATH: path },
  });
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => {
      resolve(error.message);
    });
    child.once("exit", (code, signal) => {
      resolve(`it ended with ${signal ?? `exit code ${code ?? "none"}`}`);
    });
  });
  child.unref();
  // A wrong option or a missing right shows within moments; later trouble shows as no answer.
  return Promise.race([ended, sleep(3000, undefined)]);
}
