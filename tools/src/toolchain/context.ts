import { join } from "node:path";
import { cacheDirectory } from "../../bootstrap/cache.mjs";
import { createProgress, type Progress } from "./progress.ts";

/** What every part of the bootstrap may be told. */
export interface ToolchainOptions {
  /** @default MONITORING_CACHE, else `mcp-monitoring` in the user's cache folder */
  readonly cache?: string;
  /** @default lines on stderr */
  readonly progress?: Progress;
  /**
   * Whether system packages may be installed without asking.
   * @default true in CI
   */
  readonly yes?: boolean;
  /** @default process.env */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** {@link ToolchainOptions} with every default filled in, and the folders derived from them. */
export interface Toolchain {
  readonly cache: string;
  readonly logs: string;
  readonly locks: string;
  readonly progress: Progress;
  readonly yes: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}

let shared: Progress | undefined;

/** Fills in the defaults. */
export function resolveToolchain(options: ToolchainOptions = {}): Toolchain {
  const env = options.env ?? process.env;
  const cache = options.cache ?? cacheDirectory(env);
  const ci = env["CI"] !== undefined && env["CI"] !== "" && env["CI"] !== "false";
  return {
    cache,
    logs: join(cache, "logs"),
    locks: join(cache, "locks"),
    progress: options.progress ?? (shared ??= createProgress()),
    yes: options.yes ?? ci,
    env,
  };
}
