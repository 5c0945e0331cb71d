import { existsSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { BootstrapError } from "./error.mjs";

/** Where everything lives that is fetched or built once for all clones of this user; see cache.d.mts. */
export function cacheDirectory(env = process.env) {
  const directory =
    env.MONITORING_CACHE || join(env.XDG_CACHE_HOME || join(home(), ".cache"), "mcp-monitoring");
  const advice = "set MONITORING_CACHE to an absolute path that you may write to, with 8 GB free";
  if (!isAbsolute(directory)) {
    throw new BootstrapError(`the cache folder "${directory}" is not an absolute path: ${advice}`);
  }
  try {
    createFolder(directory);
  } catch (error) {
    throw new BootstrapError(`the cache folder "${directory}" cannot be created (${error.code}): ${advice}`);
  }
  return directory;
}

// Step by step: Node's own `recursive` never returns where a folder exists but takes no entries (a HOME of /proc).
function createFolder(path) {
  if (existsSync(path)) return;
  createFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
}

// A HOME that is unset or "/nonexistent" is normal in CI; the error above then says what to set.
function home() {
  try {
    return homedir();
  } catch {
    return "/nonexistent";
  }
}
