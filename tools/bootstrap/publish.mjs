import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { withLock } from "./lock.mjs";

/** Makes a file or folder appear at `target` whole or not at all; see publish.d.mts. */
export async function publish(target, make, onWait) {
  if (existsSync(target)) return target;
  return withLock(
    `${target}.lock`,
    async () => {
      if (existsSync(target)) return target;
      removeUnfinished(target);
      const temporary = `${target}.unfinished-${process.pid}`;
      mkdirSync(dirname(target), { recursive: true });
      try {
        await make(temporary);
        renameSync(temporary, target);
      } finally {
        rmSync(temporary, { recursive: true, force: true, maxRetries: 3 });
      }
      return target;
    },
    onWait,
  );
}

// Only called by the holder of the lock: whoever left these behind is dead.
function removeUnfinished(target) {
  const folder = dirname(target);
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    if (name.startsWith(`${basename(target)}.unfinished-`)) {
      rmSync(join(folder, name), { recursive: true, force: true, maxRetries: 3 });
    }
  }
}
