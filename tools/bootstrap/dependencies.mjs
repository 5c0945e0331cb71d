import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { child } from "./child.mjs";
import { BootstrapError } from "./error.mjs";
import { withLock } from "./lock.mjs";
import { waiting } from "./node.mjs";

/** Installs the workspace's dependencies if the lock file is not the one they were installed from. */
export async function installDependencies({ repository, cache, node, pnpm, env, say }) {
  const stamp = join(repository, "node_modules", ".monitoring-stamp");
  const wanted = () => fingerprint(repository, pnpm.version);
  if (read(stamp) === wanted()) return;
  const lock = join(cache, "locks", `dependencies-${sha256(repository).slice(0, 12)}`);
  await withLock(
    lock,
    async () => {
      const hash = wanted();
      if (read(stamp) === hash) return;
      say("dependencies of the workspace, from the lock file, about 20 s");
      const args = [
        "install",
        "--frozen-lockfile",
        "--reporter=append-only",
        "--config.confirmModulesPurge=false",
      ];
      const { code, signal } = await child(node, [pnpm.script, ...args], { cwd: repository, env });
      if (signal) process.kill(process.pid, signal);
      if (code !== 0) {
        throw new BootstrapError(
          "pnpm could not install the dependencies (its own words are above): check the network and the disk, then run the same command again",
        );
      }
      writeFileSync(stamp, hash);
    },
    waiting(say),
  );
}

function fingerprint(repository, pnpmVersion) {
  const files = ["pnpm-lock.yaml", "pnpm-workspace.yaml"].map((name) => read(join(repository, name)));
  return sha256([pnpmVersion, ...files].join("\0"));
}

function sha256(text) {
  return createHash("sha256").update(text).digest("hex");
}

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
