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

/** Runs a program on this terminal. Resolves to its exit code; Ctrl-C reaches the child, which ends by itself. */
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
    const wait = (): undefined => undefined;
    const forward = (): void => void child.kill("SIGTERM");
    process.on("SIGINT", wait).on("SIGTERM", forward);
    const done = (): void => void process.off("SIGINT", wait).off("SIGTERM", forward);
    child.on("error", (error) => {
      done();
      reject(error);
    });
    child.on("close", (code, signal) => {
      done();
      resolve(signal ? 130 : (code ?? 1));
    });
  });
}
