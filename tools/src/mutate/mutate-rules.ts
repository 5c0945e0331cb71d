import { equivalence } from "@monitoring/alerting/mutation";
import { checkConfig } from "@monitoring/stacks";
import { catalogueAtHand } from "@monitoring/stacks/at-hand";
import { UserError } from "../user-error.ts";
import { candidates, type Candidate } from "./candidates.ts";
import { difference } from "./difference.ts";
import { survives, type Fate } from "./fate.ts";
import { judge, type Bench } from "./judge.ts";
import { nearest } from "./nearest.ts";

/** What became of the rules' mutants, and what to read about those that live. */
export interface MutatedRules {
  readonly fates: readonly Fate[];
  /** A paragraph for each that lives and may not. */
  readonly alive: readonly string[];
}

/** Every mutant of the rules of the dev stack, or of those that are named. */
export function ruleCandidates(names: readonly string[]): readonly Candidate[] {
  const all = candidates(checkConfig({}, catalogueAtHand).config);
  const unknown = names.filter((name) => !all.some(({ mutant }) => mutant.rule === name));
  if (unknown.length > 0) {
    throw new UserError(
      `there is no rule ${unknown.join(", ")}; name alerts or recordings as docs/alerts.md and the files in rules/ do`,
    );
  }
  return names.length === 0 ? all : all.filter(({ mutant }) => names.includes(mutant.rule));
}

/** Tries them. */
export async function mutateRules(all: readonly Candidate[], bench: Bench): Promise<MutatedRules> {
  const judged = await judge(all, bench);
  const fates = judged.map(({ candidate: { mutant }, killedBy }): Fate => {
    const equivalent = equivalence(mutant);
    return {
      of: mutant.rule,
      kind: mutant.kind,
      change: mutant.change,
      ...(killedBy !== undefined && { killedBy }),
      ...(equivalent !== undefined && { equivalent }),
    };
  });
  const alive: string[] = [];
  for (const [i, fate] of fates.entries()) {
    const candidate = all[i];
    if (candidate && survives(fate)) alive.push(await described(candidate, bench));
  }
  return { fates, alive };
}

async function described(candidate: Candidate, bench: Bench): Promise<string> {
  const { mutant, original } = candidate;
  const changed = mutant.mutated.expr !== original.expr;
  const near = changed ? await nearest(candidate, bench) : undefined;
  return [
    `${mutant.rule}, ${mutant.kind}: ${mutant.change}`,
    ...(changed ? [`  ${difference(oneLine(original.expr), oneLine(mutant.mutated.expr))}`] : []),
    near
      ? `  nearest: ${near.scenario}: it gives something else at ${near.differs} of ${near.evaluations} evaluations`
      : `  it makes no difference in any of ${candidate.trials.length} scenarios`,
  ].join("\n");
}

function oneLine(expr: string): string {
  return expr.replace(/\s+/g, " ");
}
