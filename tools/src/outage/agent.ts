import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { agentArgs, isCollecting, toYaml } from "@monitoring/collection";
import { freePort } from "../loopback.ts";
import { UserError } from "../user-error.ts";

/** A real Prometheus in agent mode. */
export interface Agent {
  /** Unlike that of every other process, also of one on the same disk. */
  readonly id: string;
  readonly folder: string;
  /** Resolves once it has collected something. */
  readonly collecting: () => Promise<void>;
  /** Lets it send what it has, as far as it can. */
  readonly stop: () => Promise<void>;
  readonly kill: () => Promise<void>;
}

/** What an agent is started with. */
export interface AgentOptions {
  readonly id: string;
  /** The Prometheus program. */
  readonly program: string;
  readonly config: object;
  /** Where its configuration and its log of samples lie. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
}

// None outlives this process.
const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** Starts an agent with a compiled configuration; it need not be ready yet. */
export async function startAgent({ id, program, config, folder, env }: AgentOptions): Promise<Agent> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "prometheus.yml");
  writeFileSync(file, toYaml(config));
  const port = await freePort();
  const child = spawn(
    program,
    [
      ...agentArgs({ configFile: file, dataFolder: join(folder, "data"), listen: `127.0.0.1:${port}` }),
      "--log.level=error",
    ],
    { stdio: ["ignore", "ignore", "pipe"], env: { ...process.env, ...env } },
  );
  const words: string[] = [];
  child.stderr.on("data", (data: Buffer) => words.push(data.toString()));
  const exited = once(child, "exit");
  running.add(child);
  void exited.then(() => running.delete(child));
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await exited;
  };
  const collecting = async (): Promise<void> => {
    for (;;) {
      if (child.exitCode !== null) throw new UserError(`prometheus ended: ${words.join("")}`);
      const page = await fetch(`http://127.0.0.1:${port}/metrics`).then(
        (response) => response.text(),
        () => "",
      );
      if (isCollecting(page)) return;
      await sleep(50);
    }
  };
  return { id, folder, collecting, stop: () => end("SIGTERM"), kill: () => end("SIGKILL") };
}
