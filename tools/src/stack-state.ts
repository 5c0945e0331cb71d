import { existsSync, readFileSync } from "node:fs";
import type { Session } from "./session.ts";

/** What Pulumi believes to exist. */
export interface StackState {
  /** Ids of the resources in the state, of all kinds. */
  readonly ids: ReadonlySet<string>;
  /** Creations that were under way when an update was killed: whether they happened is unknown. */
  readonly pending: number;
}

interface Deployment {
  readonly resources?: readonly { readonly id?: string; readonly type: string }[];
  readonly pending_operations?: readonly unknown[];
}

/** Reads the stack's state; secrets in it stay encrypted. This clone's own is read from its file, which takes no CLI. */
export async function stackState(session: Session): Promise<StackState> {
  const { checkpoint } = session;
  return checkpoint !== undefined && existsSync(checkpoint)
    ? parseCheckpoint(readFileSync(checkpoint, "utf8"))
    : parseExport(await session.capture(["stack", "export", "--stack", "dev"]));
}

/** What the file backend's record says. */
export function parseCheckpoint(text: string): StackState {
  const { checkpoint } = JSON.parse(text) as { checkpoint?: { latest?: Deployment | null } };
  return stateOf(checkpoint?.latest ?? {});
}

/** What `pulumi stack export` says. */
export function parseExport(text: string): StackState {
  return stateOf((JSON.parse(text) as { deployment: Deployment }).deployment);
}

function stateOf({ resources, pending_operations: pending }: Deployment): StackState {
  return {
    ids: new Set((resources ?? []).flatMap(({ id }) => (id === undefined ? [] : [id]))),
    pending: pending?.length ?? 0,
  };
}
