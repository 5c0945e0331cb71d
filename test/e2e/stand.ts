import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toYaml } from "@monitoring/collection";

/** The clone's root folder. */
export const repository = join(import.meta.dirname, "../..");

/** What a finished command left behind. */
export interface Outcome {
  readonly code: number;
  readonly output: string;
}

/** Names, ports and state of its own, so that the stand runs beside a running dev stack. */
export const stand = {
  prefix: "mcpe2e",
  ports: {
    prometheus: 19090,
    alertmanager: 19093,
    "blackbox-exporter": 19115,
    "node-exporter": 19100,
    cadvisor: 18080,
    "postgres-exporter": 19187,
    "redis-exporter": 19121,
    grafana: 13000,
    inbox: 18025,
    "mcp-server": 13001,
    "mcp-admin": 13002,
  },
} as const;

const folder = mkdtempSync(join(tmpdir(), "monitoring-e2e-"));
const settings = join(folder, "Pulumi.dev.yaml");
/** Where the stand keeps its state. */
export const home = join(folder, "home");
mkdirSync(home);

/** Writes the stand's settings: its names and ports, and what a test adds. */
export function configure(values: Readonly<Record<string, unknown>> = {}): void {
  const config = { namePrefix: stand.prefix, ports: stand.ports, ...values };
  const entries = Object.entries(config).map(([key, value]) => [`monitoring:${key}`, value] as const);
  writeFileSync(settings, toYaml({ config: Object.fromEntries(entries) }));
}

/** The environment of the stand's commands. */
export function environment(): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    MONITORING_HOME: home,
    MONITORING_SETTINGS: settings,
    CI: "true",
  };
  // A person's login or passphrase must not reach the stand.
  for (const name of Object.keys(env).filter(
    (key) => key.startsWith("PULUMI_") || key.startsWith("NODE_OPT"),
  )) {
    Reflect.deleteProperty(env, name);
  }
  return env;
}

/** Runs one of the project's commands as a person would, through npm's script. `input` goes to standard input. */
export async function command(args: readonly string[], input = ""): Promise<Outcome> {
  const child = start(args);
  child.stdin.end(input);
  return outcome(child);
}

/** Starts one of the project's commands in a process group of its own, with `extra` in its environment. */
export function start(args: readonly string[], extra: NodeJS.ProcessEnv = {}) {
  return spawn("node", [join(repository, "tools/bootstrap/run.mjs"), ...args], {
    cwd: repository,
    env: { ...environment(), ...extra },
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
  });
}

/** Waits for a started command and collects what it printed. */
export function outcome(child: ReturnType<typeof start>): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => (output += text));
    }
    child.on("error", reject);
    child.on("close", (code) => {
      resolve({ code: code ?? 1, output });
    });
  });
}

/** Runs a program and returns its standard output. @throws with its words if it fails */
export async function tool(program: string, ...args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: repository, env: environment() });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(stdout);
      else reject(new Error(`${program} ${args.join(" ")}: ${stderr}`));
    });
  });
}

/** Lines that the Docker CLI prints. */
export async function docker(...args: readonly string[]): Promise<readonly string[]> {
  return (await tool("docker", ...args)).split("\n").filter(Boolean);
}

/** Fetches JSON from one of the stand's published ports. */
export async function json<T>(service: keyof typeof stand.ports, path: string): Promise<T> {
  const response = await fetch(`http://127.0.0.1:${stand.ports[service]}${path}`, {
    signal: AbortSignal.timeout(5_000),
  });
  return (await response.json()) as T;
}

/** Asks again and again until the answer is defined. @throws when the time is over */
export async function eventually<T>(
  what: string,
  seconds: number,
  ask: () => Promise<T | undefined>,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  let last = "no answer";
  while (Date.now() < deadline) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
      last = "not yet";
    } catch (error) {
      last = (error as Error).message;
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`${what}: not within ${seconds} s (${last})`);
}
