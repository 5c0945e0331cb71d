import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { UserError } from "../user-error.ts";

/** How a program is run. */
export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Everything the program prints is appended to this file. */
  readonly log?: string;
  /** What the program reads from its standard input. */
  readonly input?: NodeJS.ReadableStream;
  /** The program is ended after this time. */
  readonly timeoutSeconds?: number;
}

/** How a program ended. */
export interface RunResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const live = new Set<ChildProcess>();
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Runs a program to its end, whatever its exit code. Our own end takes it and its children along. */
export function tryRun(
  program: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const log = options.log === undefined ? undefined : openLog(options.log);
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: options.env,
      // A group of its own: a compiler's children end with it.
      detached: true,
      stdio: [options.input ? "pipe" : "ignore", log ?? "pipe", log ?? "pipe"],
    });
    if (log !== undefined) closeSync(log);
    if (live.size === 0) for (const signal of signals) process.on(signal, endAll);
    live.add(child);
    let stdout = "";
    let stderr = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    if (options.input && child.stdin) {
      child.stdin.on("error", () => undefined);
      options.input.pipe(child.stdin);
    }
    const timer =
      options.timeoutSeconds === undefined
        ? undefined
        : setTimeout(() => {
            endGroup(child);
          }, options.timeoutSeconds * 1000);
    const settle = () => {
      clearTimeout(timer);
      live.delete(child);
      if (live.size === 0) for (const signal of signals) process.off(signal, endAll);
    };
    child.on("error", (error: NodeJS.ErrnoException) => {
      settle();
      if (error.code === "ENOENT") {
        resolve({ code: null, stdout, stderr: `"${program}" was not found on PATH` });
      } else reject(error);
    });
    child.on("close", (code) => {
      settle();
      resolve({ code, stdout, stderr });
    });
  });
}

/** Runs a program that has to succeed; else the error shows the end of what it said. */
export async function run(
  program: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<string> {
  const { code, stdout, stderr } = await tryRun(program, args, options);
  if (code === 0) return stdout;
  const said = options.log === undefined ? `${stdout}\n${stderr}` : tail(options.log);
  const where = options.log === undefined ? "" : `\nthe whole output is in ${options.log}`;
  throw new UserError(
    `\`${[program, ...args].join(" ").slice(0, 200)}\` failed (exit code ${code ?? "none"}):\n${lastLines(said)}${where}`,
  );
}

/** The end of a log file, for an error message. */
export function tail(path: string, lines = 15): string {
  try {
    return lastLines(readFileSync(path, "utf8"), lines);
  } catch {
    return "";
  }
}

function lastLines(text: string, lines = 15): string {
  return text.trim().split("\n").slice(-lines).join("\n");
}

function openLog(path: string): number {
  mkdirSync(dirname(path), { recursive: true });
  return openSync(path, "a");
}

function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGTERM");
  } catch {
    // It ended by itself in the meantime.
  }
}

function endAll(signal: NodeJS.Signals): void {
  for (const child of live) endGroup(child);
  for (const name of signals) process.off(name, endAll);
  // What is half done lies under a temporary name; the next run removes it.
  process.kill(process.pid, signal);
}
