import { openHome } from "../home.ts";
import { prepare } from "../prepare.ts";
import { openSession, withConfigFile } from "../session.ts";
import { capture, stream } from "../child.ts";
import { repository } from "../repository.ts";

/**
 * The pinned CLI. On the dev stack it works with this clone's state, passphrase and settings; on any other stack
 * with the backend, the login and the tracked settings of the person who calls it.
 */
export async function run(args: readonly string[]): Promise<number> {
  const home = openHome();
  const prepared = await prepare({ yes: false, images: false });
  const stack = stackOf(args);
  if (stack !== undefined && stack !== "dev") {
    const env = {
      ...process.env,
      PATH: `${prepared.cli.bin}/..:${process.execPath}/..:${process.env["PATH"] ?? ""}`,
      PULUMI_HOME: prepared.cli.home,
    };
    return stream(prepared.cli.bin, args, { env, cwd: repository });
  }
  const session = await openSession({ ...prepared, home, backend: process.env["PULUMI_BACKEND_URL"] });
  await capture(prepared.cli.bin, ["stack", "select", "dev", "--non-interactive"], {
    env: session.env,
    cwd: repository,
  });
  return stream(prepared.cli.bin, withConfigFile(args, home.settings), { env: session.env, cwd: repository });
}

/** The stack that CLI arguments name. */
export function stackOf(args: readonly string[]): string | undefined {
  const named = args.find((arg) => arg.startsWith("--stack="))?.slice("--stack=".length);
  const at = args.findIndex((arg) => arg === "-s" || arg === "--stack");
  return named ?? (at === -1 ? undefined : args[at + 1]);
}
