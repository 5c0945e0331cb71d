import type { Session } from "./session.ts";

/** What Pulumi believes to exist. */
export interface StackState {
  /** Ids of the resources in the state, of all kinds. */
  readonly ids: ReadonlySet<string>;
  /** Creations that were under way when an update was killed: whether they happened is unknown. */
  readonly pending: number;
}

interface Export {
  readonly deployment: {
    readonly resources?: readonly { readonly id?: string; readonly type: string }[];
    readonly pending_operations?: readonly unknown[];
  };
}

/** Reads the stack's state; secrets in it stay encrypted. */
export async function stackState(session: Session): Promise<StackState> {
  const text = await session.capture(["stack", "export", "--stack", "dev"]);
  const { deployment } = JSON.parse(text) as Export;
  return {
    ids: new Set((deployment.resources ?? []).flatMap(({ id }) => (id === undefined ? [] : [id]))),
    pending: deployment.pending_operations?.length ?? 0,
  };
}
