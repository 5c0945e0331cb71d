import { spawn } from "node:child_process";
import { UserError } from "../user-error.ts";
import { treeUse } from "./process-tree.ts";

/** How long a program took, and what it used. */
export interface Timed {
  readonly seconds: number;
  /** Peak of the resident memory of all its processes, in bytes; 0 where it was not observed, or nobody can tell. */
  readonly memory: number;
  /** CPU time of all its processes, in seconds; likewise. */
  readonly cpu: number;
}

/** How a timed program is started. */
export interface TimedOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** Ends the program, with everything that it started. */
  readonly signal: AbortSignal;
  /** Looks at its processes ten times a second, which makes it slower: not for a run whose time counts. */
  readonly observed?: boolean;
}

/** Runs a program to its end. @throws UserError with the end of what it printed if it fails */
export function timed(
  words: readonly string[],
  { env, cwd, signal, observed = false }: TimedOptions,
): Promise<Timed> {
  const [program = "", ...args] = words;
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const since = performance.now();
    // A process group of its own, so that the end of the bench ends all of it, once.
    const child = spawn(program, args, { env, cwd, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    let words = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => (words = (words + text).slice(-4000)));
    }
    const peak = { memory: 0, cpu: 0 };
    const look = (): void => {
      const use = treeUse(child.pid ?? 0);
      peak.memory = Math.max(peak.memory, use?.memory ?? 0);
      peak.cpu = Math.max(peak.cpu, use?.cpu ?? 0);
    };
    const sample = observed ? setInterval(look, 100) : undefined;
    const end = (): void => {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGTERM");
    };
    signal.addEventListener("abort", end);
    const done = (): void => {
      clearInterval(sample);
      signal.removeEventListener("abort", end);
    };
    child.on("error", (error) => {
      done();
      reject(error);
    });
    child.on("close", (code) => {
      done();
      if (signal.aborted) reject(signal.reason as Error);
      else if (code === 0) resolve({ seconds: (performance.now() - since) / 1000, ...peak });
      else reject(new UserError(`${[program, ...args].join(" ")} failed:\n${words.trim()}`));
    });
  });
}
