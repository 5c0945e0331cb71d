import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toYaml } from "@monitoring/collection";
import { readConfig } from "@monitoring/stacks";

/** The clone's root folder. */
export const repository = join(import.meta.dirname, "../..");

/** What a finished command left behind. */
export interface Outcome {
  readonly code: number;
  readonly output: string;
}

/** What sets one stand apart from another. */
export interface StandOptions<Service extends string> {
  /** Of containers, volumes and networks. */
  readonly prefix: string;
  readonly ports: Readonly<Record<Service, number>>;
  /** Further variables of the stand's commands, such as DOCKER_HOST. */
  readonly env?: NodeJS.ProcessEnv;
}

/** A dev stack of a test's own, driven by the project's commands. */
export type Stand<Service extends string = string> = ReturnType<typeof openStand<Service>>;

/** A running command of the stand, in a process group of its own. */
export type Started = ReturnType<Stand["start"]>;

/** A port for every service that publishes one, counted from the first: below 32768, from where the kernel hands them out. */
export function portsFrom(first: number): Readonly<Record<string, number>> {
  const result = readConfig({});
  if (!result.ok) throw new Error(result.problems.join("\n"));
  return Object.fromEntries(Object.keys(result.config.ports).map((service, i) => [service, first + i]));
}

/** Gives a stand names, ports, settings and state of its own, so that it runs beside a running dev stack. */
export function openStand<Service extends string>({ prefix, ports, env: own = {} }: StandOptions<Service>) {
  const folder = mkdtempSync(join(tmpdir(), "monitoring-e2e-"));
  const settings = join(folder, "Pulumi.dev.yaml");
  const home = join(folder, "home");
  mkdirSync(home);
  let published: Readonly<Record<string, number>> = ports;

  /** Writes the stand's settings: its names and ports, and what a test adds. */
  function configure(
    values: Readonly<Record<string, unknown>> & { readonly ports?: typeof published } = {},
  ): void {
    published = values.ports ?? ports;
    const config = { namePrefix: prefix, ports, ...values };
    const entries = Object.entries(config).map(([key, value]) => [`monitoring:${key}`, value] as const);
    writeFileSync(settings, toYaml({ config: Object.fromEntries(entries) }));
  }

  /** The environment of the stand's commands. */
  function environment(): NodeJS.ProcessEnv {
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
    return { ...env, ...own };
  }

  /** Starts one of the project's commands in a process group of its own, with `extra` in its environment. */
  function start(args: readonly string[], extra: NodeJS.ProcessEnv = {}) {
    return spawn("node", [join(repository, "tools/bootstrap/run.mjs"), ...args], {
      cwd: repository,
      env: { ...environment(), ...extra },
      detached: true,
      stdio: ["pipe", "pipe", "pipe"],
    });
  }

  /** Runs one of the project's commands as a person would, through npm's script. `input` goes to standard input. */
  function command(args: readonly string[], input = ""): Promise<Outcome> {
    const child = start(args);
    child.stdin.end(input);
    return outcome(child);
  }

  /** Runs a program and returns its standard output. @throws with its words if it fails */
  function tool(program: string, ...args: readonly string[]): Promise<string> {
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
  async function docker(...args: readonly string[]): Promise<readonly string[]> {
    return (await tool("docker", ...args)).split("\n").filter(Boolean);
  }

  /** Fetches JSON from one of the stand's published ports; a `body` is posted. */
  async function json<T>(service: Service, path: string, body?: object): Promise<T> {
    const response = await fetch(`http://127.0.0.1:${published[service] ?? 0}${path}`, {
      signal: AbortSignal.timeout(5_000),
      ...(body && {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
    });
    const text = await response.text();
    return (text === "" ? undefined : JSON.parse(text)) as T;
  }

  return { prefix, ports, home, configure, environment, start, command, tool, docker, json };
}

/** Waits for a started command and collects what it printed. */
export function outcome(child: Started): Promise<Outcome> {
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
