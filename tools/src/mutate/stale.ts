import { equivalentMutants } from "@monitoring/alerting/mutation";
import type { Fate } from "./fate.ts";

/** Mutants that are said to be equivalent and are killed, or do not exist: as sentences. */
export function staleEquivalents(fates: readonly Fate[]): readonly string[] {
  return equivalentMutants.flatMap(({ mutants }) =>
    Object.entries(mutants).flatMap(([of, changes]) =>
      changes.flatMap((change) => {
        const fate = fates.find((one) => one.of === of && one.change === change);
        if (fate === undefined) return [`${of}: there is no mutant "${change}" any more`];
        if (fate.killedBy !== undefined) return [`${of}: "${change}" is killed: ${fate.killedBy}`];
        return [];
      }),
    ),
  );
}
