import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

const repository = join(import.meta.dirname, "../../../..");

/** A team's own folder that cannot be used; the message says what to do. */
export class OwnFolderError extends Error {
  override readonly name = "OwnFolderError";
}

/**
 * The folder of a team's own rows and recordings, which no update of this project touches: `own/`, or what MONITORING_OWN
 * names, relative to the clone. Undefined where there is none.
 * @throws OwnFolderError where MONITORING_OWN names what does not exist
 */
export function ownFolder(named = process.env["MONITORING_OWN"]): string | undefined {
  const folder = resolve(repository, named ?? "own");
  if (existsSync(folder)) return folder;
  if (named === undefined) return undefined;
  throw new OwnFolderError(
    `MONITORING_OWN is "${named}", and there is no such folder; name one, or unset it for own/`,
  );
}
