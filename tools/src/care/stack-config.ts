import { existsSync, readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import type { Config } from "@monitoring/stacks";
import { openHome, type Home } from "../home.ts";
import { configOf, readSettings, trackedSettingsPath } from "../stack-settings.ts";

/** The dev stack as this clone last ran it. */
export interface StackConfig {
  readonly home: Home;
  readonly config: Config;
  /** The file that the configuration came from. */
  readonly path: string;
  /** Whether the tracked settings have changed since the last run, which is then yet to come. */
  readonly outdated: boolean;
}

/**
 * Reads the configuration of the last run, or the tracked one before the first.
 * @throws UserError that names every mistake
 */
export function stackConfig(): StackConfig {
  const home = openHome();
  const tracked = trackedSettingsPath("dev");
  const ran = existsSync(home.settings);
  const path = ran ? home.settings : tracked;
  const config = configOf(readSettings(path), path);
  return { home, config, path, outdated: ran && hasChanged(home, tracked) };
}

function hasChanged(home: Home, tracked: string): boolean {
  if (!existsSync(home.lastTracked)) return false;
  const last: unknown = JSON.parse(readFileSync(home.lastTracked, "utf8"));
  return !isDeepStrictEqual(last, readSettings(tracked).config ?? {});
}
