import { spawn } from "node:child_process";

/** How a call of the docker CLI is made. */
export interface EngineOptions {
  /** Written to its standard input. */
  readonly input?: string;
  /** It is given up after this time. @default 20 */
  readonly timeoutSeconds?: number;
}

/**
 * The docker CLI, in a process group of its own: Ctrl-C on the terminal must not reach what undoes a fault.
 * @throws with the last line that it said if it fails
 */
export function engine(args: readonly string[], options: EngineOptions = {}): Promise<string> {
  const { input, timeoutSeconds = 20 } = options;
  const silence = `no answer within ${timeoutSeconds} s`;
  return new Promise((resolve, reject) => {
    const child = spawn("docker", args, { detached: true, stdio: ["pipe", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.stdin.on("error", () => undefined);
    child.stdin.end(input ?? "");
    const timer = setTimeout(() => child.kill("SIGKILL"), timeoutSeconds * 1000);
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(timer);
      if (code === 0) resolve(stdout);
      else {
        const said = stderr.trim().split("\n").at(-1) ?? "";
        reject(new Error(`docker ${args[0] ?? ""}: ${said === "" ? silence : said}`));
      }
    });
  });
}
