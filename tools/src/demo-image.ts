import { createHash } from "node:crypto";
import { pack, type Pack } from "tar-stream";
import { spawn } from "node:child_process";
import { demoBundle } from "./demo-bundle.ts";
import { docker } from "./engine-objects.ts";
import { capture } from "./child.ts";
import { UserError } from "./user-error.ts";

// Without bounds V8 lets garbage grow up to the container's memory limit.
const entrypoint =
  'ENTRYPOINT ["node", "--max-old-space-size=128", "--max-semi-space-size=8", "/app/demo.mjs"]';
const changes = [entrypoint, "CMD []", "WORKDIR /app"];

const user = { uid: 1000, gid: 1000 };

/**
 * The image of the demo's program: its bundle on a Node image, tagged by content. Made by create, copy and commit,
 * which every engine has, so that no builder is needed.
 * @returns the tag
 */
export async function demoImage(base: string, env: NodeJS.ProcessEnv): Promise<string> {
  const program = await demoBundle();
  const baseId = (await docker(["image", "inspect", "--format", "{{.Id}}", base], env)).trim();
  const tag = `mcp-local/demo:${createHash("sha256")
    .update(program)
    .update(baseId + changes.join())
    .digest("hex")
    .slice(0, 12)}`;
  if ((await capture("docker", ["image", "inspect", tag], { env })).code === 0) return tag;
  const container = (await docker(["create", "--network", "none", base, "true"], env)).trim();
  try {
    await copyInto(container, layer(program), env);
    await docker(["commit", ...changes.flatMap((change) => ["--change", change]), container, tag], env);
  } finally {
    await docker(["rm", "--force", container], env);
  }
  await docker(["tag", tag, "mcp-local/demo:latest"], env);
  return tag;
}

/** The files that the demo adds: its program, and folders that an empty volume takes its owner from. */
function layer(program: Uint8Array): Pack {
  const tar = pack();
  const mtime = new Date(0);
  tar.entry({ name: "app", type: "directory", mode: 0o755, mtime });
  tar.entry({ name: "app/demo.mjs", mode: 0o444, mtime }, Buffer.from(program));
  for (const name of ["tls", "data"]) tar.entry({ name, type: "directory", mode: 0o755, mtime, ...user });
  tar.finalize();
  return tar;
}

function copyInto(container: string, files: Pack, env: NodeJS.ProcessEnv): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn("docker", ["cp", "--archive", "-", `${container}:/`], {
      env,
      stdio: ["pipe", "ignore", "pipe"],
    });
    let words = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (words += text));
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve();
      else reject(new UserError(`docker cp failed: ${words.trim()}`));
    });
    files.pipe(child.stdin);
  });
}
