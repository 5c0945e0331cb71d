import { parseArgs } from "node:util";
import { createInterface } from "node:readline/promises";
import { docker, volumes } from "../engine-objects.ts";
import { openHome } from "../home.ts";
import { removeLeftovers } from "../leftovers.ts";
import { prepareCli } from "../prepare.ts";
import { openSession, type Session } from "../session.ts";
import { cancelStaleLock } from "../stale-lock.ts";
import { unfinished } from "../unfinished.ts";
import { UserError } from "../user-error.ts";

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Stops the dev stack. Its data stays, unless `--delete-data` is given and, on a terminal, confirmed. */
export async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      "delete-data": { type: "boolean" },
      yes: { type: "boolean", short: "y" },
      backend: { type: "string" },
    },
  });
  const home = openHome();
  const prepared = await prepareCli({ yes: values.yes ?? false });
  const session = await openSession({
    ...prepared,
    home,
    backend: values.backend ?? process.env["PULUMI_BACKEND_URL"],
  });
  const deleteData = values["delete-data"] ?? false;
  if (deleteData) await confirm(session, values.yes ?? false);
  if (await cancelStaleLock(home, session)) say("cancelled the lock of an update that was killed");

  const code = await session.stream([
    ...["destroy", "--stack", "dev", "--refresh", "--yes", "--skip-preview", "--exclude-protected"],
    ...["--suppress-outputs"],
  ]);
  if (code !== 0) throw unfinished("down", code);
  await removeLeftovers(session);
  const kept = await volumes(session.config.namePrefix, session.env);
  if (!deleteData) {
    say(`\nstopped. Kept: ${kept.join(", ") || "nothing"}. \`npm run up\` goes on where it was.`);
    return 0;
  }
  await session.capture(["state", "unprotect", "--all", "--yes", "--stack", "dev"]);
  const end = await session.stream([
    ...["destroy", "--stack", "dev", "--yes", "--skip-preview", "--suppress-outputs"],
  ]);
  for (const volume of await volumes(session.config.namePrefix, session.env)) {
    await docker(["volume", "rm", volume], session.env);
  }
  say(`\nstopped, and deleted: ${kept.join(", ") || "nothing"}.`);
  return end;
}

async function confirm(session: Session, yes: boolean): Promise<void> {
  const doomed = await volumes(session.config.namePrefix, session.env);
  say(
    `this deletes ${doomed.length} volumes with all that is in them:\n${doomed.map((name) => `  - ${name}`).join("\n")}`,
  );
  if (yes || process.env["CI"] !== undefined) return;
  if (!process.stdin.isTTY)
    throw new UserError("nothing was deleted: without a terminal to ask on, say it with --yes");
  const ask = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await ask.question("delete them? (yes/no) ");
  ask.close();
  if (answer.trim().toLowerCase() !== "yes") throw new UserError("nothing was deleted");
}
