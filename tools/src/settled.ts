import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { allRun, engineView, fingerprint } from "./engine-view.ts";
import type { Home } from "./home.ts";
import type { Session } from "./session.ts";
import { writePrivate } from "./write-private.ts";

/**
 * Whether engine and state are as the last finished update left them: then a refresh would find nothing, and asking
 * the provider about each object is 2 s of an update's 5 (it reads every network no sooner than after 2 s).
 */
export async function isSettled(session: Session, home: Home): Promise<boolean> {
  return existsSync(home.settled) && readFileSync(home.settled, "utf8") === (await description(session));
}

/** Notes how a finished update left engine and state; where not everything runs, that the next one has to refresh. */
export async function noteSettled(session: Session, home: Home): Promise<void> {
  const text = await description(session);
  if (text === undefined) rmSync(home.settled, { force: true });
  else writePrivate(home.settled, text);
}

/** `undefined` where the state is not a file of this clone, not everything runs, or the engine does not say. */
async function description({ checkpoint, config, env }: Session): Promise<string | undefined> {
  if (checkpoint === undefined || !existsSync(checkpoint)) return undefined;
  const view = await engineView(config.namePrefix, env).catch(() => undefined);
  if (view === undefined || !allRun(view)) return undefined;
  const state = createHash("sha256").update(readFileSync(checkpoint)).digest("hex");
  return `${fingerprint(view)} ${state}\n`;
}
