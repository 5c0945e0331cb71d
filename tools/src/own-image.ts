import { createHash } from "node:crypto";
import { spawn } from "node:child_process";
import type { Pack } from "tar-stream";
import { capture } from "./child.ts";
import { docker } from "./engine-objects.ts";
import { UserError } from "./user-error.ts";

/** An image that is made here: files on another image. */
export interface OwnImage {
  readonly name: string;
  /** The image that it is made from. */
  readonly base: string;
  /** Lines of a Dockerfile that `docker commit --change` takes. */
  readonly changes: readonly string[];
  /** What decides about the files, beside their names and modes. */
  readonly content: string | Uint8Array;
  readonly files: () => Pack;
}

/**
 * Makes an image, tagged by content, or finds it made. By create, copy and commit, which every engine has, so that no
 * builder is needed.
 * @returns the tag
 */
export async function makeImage(image: OwnImage, env: NodeJS.ProcessEnv): Promise<string> {
  const { name, base, changes, content } = image;
  const baseId = (await docker(["image", "inspect", "--format", "{{.Id}}", base], env)).trim();
  const hash = createHash("sha256")
    .update(content)
    .update(baseId + changes.join());
  const tag = `mcp-local/${name}:${hash.digest("hex").slice(0, 12)}`;
  if ((await capture("docker", ["image", "inspect", tag], { env })).code === 0) return tag;
  const container = (await docker(["create", "--network", "none", base, "true"], env)).trim();
  try {
    await copyInto(container, image.files(), env);
    await docker(["commit", ...changes.flatMap((change) => ["--change", change]), container, tag], env);
  } finally {
    await docker(["rm", "--force", container], env);
  }
  await docker(["tag", tag, `mcp-local/${name}:latest`], env);
  return tag;
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
