import { containers, docker, networks, type EngineContainer } from "./engine-objects.ts";
import type { Session } from "./session.ts";
import { stackState } from "./stack-state.ts";
import { UserError } from "./user-error.ts";

/**
 * Removes what an update that was killed, or a deleted clone, left on the engine: containers and networks with this
 * stack's label that its state does not know. Volumes are taken over by name. Nothing else is touched.
 * @returns the names of what was removed
 * @throws UserError if a container of somebody else's has one of the stack's names
 */
export async function removeLeftovers(session: Session): Promise<readonly string[]> {
  const { namePrefix: prefix } = session.config;
  const [{ ids, pending }, all, nets] = await Promise.all([
    stackState(session),
    containers(session.env),
    networks(prefix, session.env),
  ]);
  if (pending > 0) {
    await session.capture([
      "refresh",
      "--clear-pending-creates",
      "--yes",
      "--stack",
      "dev",
      "--non-interactive",
      "--skip-preview",
    ]);
  }
  refuseForeign(all, prefix);
  const unknown = all.filter(({ stack, id }) => stack === prefix && !ids.has(id));
  const doomed = unknown.map(({ id }) => id);
  if (doomed.length > 0) {
    // Stopped first, as an update would, so that a database can end its work.
    await docker(["stop", "--time", "30", ...doomed], session.env);
    // With them go the nameless volumes that their images declare; named ones stay.
    await docker(["rm", "--force", "--volumes", ...doomed], session.env);
  }
  const lost = nets.filter((id) => !ids.has(id));
  for (const id of lost) await docker(["network", "rm", id], session.env);
  return [...unknown.map(({ name }) => name), ...lost.map((id) => `network ${id.slice(0, 12)}`)];
}

/** The names of the stack's long-lived containers, without the prefix. */
const ownNames =
  /^(prometheus|alertmanager|grafana|preview|cadvisor|(blackbox|node|postgres|redis)-exporter|inbox|postgres|redis|server|load|integrations)$/;

function refuseForeign(all: readonly EngineContainer[], prefix: string): void {
  const foreign = all.filter(
    ({ name, stack }) =>
      stack !== prefix && name.startsWith(`${prefix}-`) && ownNames.test(name.slice(prefix.length + 1)),
  );
  if (foreign.length === 0) return;
  throw new UserError(
    `the engine already has containers of these names that this stack did not make: ` +
      `${foreign.map(({ name }) => name).join(", ")}. Remove or rename them, or set monitoring:namePrefix to something else`,
  );
}
