import { spawn } from "node:child_process";
import { pipeline } from "node:stream/promises";
import { extract } from "tar-stream";
import { tryRun } from "../toolchain/index.ts";

/** The docker command line with a limit of time: an engine that hangs must not hang whoever looks after it. */
export async function ask(args: readonly string[], timeoutSeconds = 5): Promise<string> {
  const { code, stdout, stderr } = await tryRun("docker", args, { env: process.env, timeoutSeconds });
  if (code === 0) return stdout;
  const said = stderr.trim().split("\n").at(-1) ?? "";
  throw new Error(said || `no answer within ${timeoutSeconds} s`);
}

/** Like {@link ask}, with `undefined` for any failure. */
export async function askOr(args: readonly string[], timeoutSeconds?: number): Promise<string | undefined> {
  try {
    return await ask(args, timeoutSeconds);
  } catch {
    return undefined;
  }
}

/** The files of a folder as a container has them, by path relative to the folder. It may be stopped. */
export async function filesIn(container: string, folder: string): Promise<ReadonlyMap<string, string>> {
  const child = spawn("docker", ["cp", `${container}:${folder}`, "-"], {
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 5_000,
  });
  let words = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (words += text));
  const closed = new Promise<void>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(words.trim() || "docker cp was ended"));
    });
  });
  const archive = extract();
  const files = new Map<string, string>();
  archive.on("entry", ({ name, type }, stream, next) => {
    const chunks: Buffer[] = [];
    stream.on("data", (chunk) => chunks.push(chunk as Buffer));
    stream.on("end", () => {
      // The archive starts with the folder's own name.
      if (type === "file") files.set(name.split("/").slice(1).join("/"), Buffer.concat(chunks).toString());
      next();
    });
  });
  await Promise.all([closed, pipeline(child.stdout, archive)]);
  return files;
}
