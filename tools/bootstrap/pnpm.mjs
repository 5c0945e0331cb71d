import { existsSync } from "node:fs";
import { join } from "node:path";
import { npmInstall } from "./npm.mjs";
import { waiting } from "./node.mjs";
import { publish } from "./publish.mjs";

const version = "10.34.9";

/** pnpm at the pinned version: its folder for PATH and its script. */
export async function findPnpm(cache, say) {
  const folder = join(cache, "pnpm", version);
  if (!existsSync(folder)) {
    say(`pnpm ${version}, about 5 s`);
    await publish(folder, (temporary) => npmInstall(temporary, `pnpm@${version}`), waiting(say));
  }
  const modules = join(folder, "node_modules");
  return { bin: join(modules, ".bin"), script: join(modules, "pnpm", "bin", "pnpm.cjs"), version };
}
