import { spawn } from "node:child_process";

/** How a child process is started. */
export interface ChildOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Written to the child's standard input. */
  readonly input?: string;
}

/** What a finished child left behind. */
export interface ChildResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program and collects what it prints. Its exit code is the caller's to judge. */
export function capture(
  program: string,
  args: readonly string[],
  options: ChildOptions = {},
): Promise<ChildResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: options.env ?? process.env, cwd: options.cwd });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", reject);
    child.on("close", (code) => {
      resolve({ code: code ?? 1, stdout, stderr });
    });
    child.stdin.on("error", () => undefined).end(options.input ?? "");
  });
}

/** The exit code of {@link stream} when a signal ended the program before it was done, as shells have it. */
export const interrupted = 130;

/**
 * Runs a program on this terminal. Resolves to its exit code, or to {@link interrupted}. Ctrl-C reaches the child,
 * which ends by itself; without a terminal a signal reaches only this process, which hands it on.
 */
export function stream(
  program: string,
  args: readonly string[],
  options: ChildOptions = {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      env: options.env ?? process.env,
      cwd: options.cwd,
      stdio: "inherit",
    });
    let signalled = false;
    const onSignal = (signal: NodeJS.Signals): void => {
      signalled = true;
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    };
    process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
    const done = (): void => void process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
    child.on("error", (error) => {
      done();
      reject(error);
    });
    child.on("close", (code, signal) => {
      done();
      resolve(code === 0 ? 0 : signalled || signal ? interrupted : (code ?? 1));
    });
  });
}
