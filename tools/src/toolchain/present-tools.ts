import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { resolveToolchain, type ToolchainOptions } from "./context.ts";

/** Tools that are at hand already. */
export interface PresentTools {
  readonly promtool?: string;
  readonly amtool?: string;
}

/** promtool and amtool where an earlier command left them, or where PROMTOOL and AMTOOL say. Makes nothing, asks no engine. */
export function presentTools(options: ToolchainOptions = {}): PresentTools {
  const { cache, env } = resolveToolchain(options);
  const find = (name: keyof PresentTools): string | undefined =>
    env[name.toUpperCase()] ??
    newest(["tools", "built"].flatMap((folder) => inside(join(cache, folder), name)));
  const [promtool, amtool] = [find("promtool"), find("amtool")];
  return { ...(promtool && { promtool }), ...(amtool && { amtool }) };
}

function inside(folder: string, name: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map((entry) => join(folder, entry, name))
    .filter((path) => existsSync(path));
}

function newest(paths: readonly string[]): string | undefined {
  return paths.toSorted((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0];
}
