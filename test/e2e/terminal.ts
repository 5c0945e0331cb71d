import { spawn } from "node:child_process";
import { join } from "node:path";
import { repository, type Outcome, type Stand } from "./open-stand.ts";
import { created } from "./wounds.ts";

/** Runs one of the project's commands on a terminal, and types Ctrl-C once it has created some containers. */
export async function onTerminal(
  stand: Stand,
  args: readonly string[],
  interruptAfter: number,
): Promise<Outcome> {
  const line = ["node", join(repository, "tools/bootstrap/run.mjs"), ...args];
  // `script` of Linux and of BSD take the same thing in different ways.
  const script =
    process.platform === "linux"
      ? ["-qec", line.map((word) => `'${word}'`).join(" "), "/dev/null"]
      : ["-q", "/dev/null", ...line];
  const creations = created(stand, interruptAfter);
  const child = spawn("script", script, { cwd: repository, env: stand.environment() });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  }
  const ended = new Promise<number>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      resolve(code ?? 1);
    });
  });
  await Promise.race([creations.reached, ended]);
  creations.stop();
  child.stdin.write("\x03");
  return { code: await ended, output };
}
