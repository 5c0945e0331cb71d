import { pack, type Pack } from "tar-stream";
import { demoBundle } from "./demo-bundle.ts";
import { makeImage } from "./own-image.ts";

// Without bounds V8 lets garbage grow up to the container's memory limit.
const entrypoint =
  'ENTRYPOINT ["node", "--max-old-space-size=128", "--max-semi-space-size=8", "/app/demo.mjs"]';
const changes = [entrypoint, "CMD []", "WORKDIR /app"];

const user = { uid: 1000, gid: 1000 };

/**
 * The image of the demo's program: its bundle on a Node image.
 * @returns the tag
 */
export async function demoImage(base: string, env: NodeJS.ProcessEnv): Promise<string> {
  const program = await demoBundle();
  return makeImage({ name: "demo", base, changes, content: program, files: () => layer(program) }, env);
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
