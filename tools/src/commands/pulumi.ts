import { join } from "node:path";
import type { Config } from "@monitoring/stacks";
import { openHome } from "../home.ts";
import { prepareCli } from "../prepare.ts";
import { openSession, withConfigFile } from "../session.ts";
import { checkSettings, readSettings, trackedSettingsPath } from "../stack-settings.ts";
import { stream } from "../child.ts";
import { repository } from "../repository.ts";

/**
 * The pinned CLI. On the dev stack it works with this clone's state, passphrase and settings; on any other stack
 * with the backend, the login and the tracked settings of the person who calls it.
 */
export async function run(args: readonly string[]): Promise<number> {
  const home = openHome();
  const prepared = await prepareCli({ yes: false });
  const program = join(prepared.cli.bin, "pulumi");
  const stack = stackOf(args);
  if (stack !== undefined && stack !== "dev") {
    const env = {
      ...process.env,
      PATH: `${prepared.cli.bin}:${join(process.execPath, "..")}:${process.env["PATH"] ?? ""}`,
      PULUMI_HOME: prepared.cli.home,
      // The program asks Grafana before an update; the providers go through a proxy where one is set.
      NODE_USE_ENV_PROXY: "1",
    };
    return stream(program, args, { env, cwd: repository });
  }
  const session = await openSession({
    ...prepared,
    home,
    backend: process.env["PULUMI_BACKEND_URL"],
    // Mistakes in the settings must not be in the way of the command that mends a secret.
    ...(args[0] === "config" && { config: settingsWithoutMistakes() }),
  });
  // Instead of selecting it first, which would be another start of the CLI.
  const env = { ...session.env, PULUMI_STACK: "dev" };
  return stream(program, withConfigFile(args, home.settings), { env, cwd: repository });
}

function settingsWithoutMistakes(): Config {
  const path = trackedSettingsPath("dev");
  return checkSettings(readSettings(path), path).config;
}

/** The stack that CLI arguments name. */
export function stackOf(args: readonly string[]): string | undefined {
  const named = args.find((arg) => arg.startsWith("--stack="))?.slice("--stack=".length);
  const at = args.findIndex((arg) => arg === "-s" || arg === "--stack");
  return named ?? (at === -1 ? undefined : args[at + 1]);
}
