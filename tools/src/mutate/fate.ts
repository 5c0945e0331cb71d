import type { MutantKind } from "@monitoring/alerting/mutation";

/** A mutant and what became of it. */
export interface Fate {
  /** The alert, recording or part of the policy that was made wrong. */
  readonly of: string;
  readonly kind: MutantKind;
  readonly change: string;
  /** What told it from the right one, where something did. */
  readonly killedBy?: string;
  /** Why nothing can, where that is known. */
  readonly equivalent?: string;
}

/** Whether a mutant lives that nobody said may live. */
export function survives({ killedBy, equivalent }: Fate): boolean {
  return killedBy === undefined && equivalent === undefined;
}
