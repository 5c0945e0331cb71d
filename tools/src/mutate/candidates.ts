import {
  alertProof,
  alertsOf,
  recordingProof,
  ruleName,
  type CompiledRule,
  type Proof,
  type RuleFile,
  type Trial,
} from "@monitoring/alerting";
import { ruleMutants, type RuleMutant } from "@monitoring/alerting/mutation";
import { catalogue, compiledRules, type Config } from "@monitoring/stacks";

/** A mutant and everything that might tell it from the rule that it was made of, the nearest first. */
export interface Candidate {
  readonly mutant: RuleMutant;
  /** The rule that it was made of. */
  readonly original: CompiledRule;
  readonly trials: readonly MutantTrial[];
  /** The same scenarios with the rules as they are. */
  readonly originals: readonly MutantTrial[];
}

/** A scenario, and the rules that it takes, the mutant among them. */
export interface MutantTrial {
  readonly trial: Trial;
  readonly rules: RuleFile;
}

/** Every mutant of every rule as the dev stack has them. */
export function candidates(config: Config): readonly Candidate[] {
  const compiled = Object.values(compiledRules(config));
  const proofs = provenRules(compiled, config);
  const rules = compiled.flatMap(({ groups }) => groups.flatMap((group) => group.rules));
  return rules.flatMap((original) => {
    const readers = proofs
      .filter(({ rules: needed }) => has(needed, original))
      // What is about the rule itself before what reads it, and of that what takes least.
      .sort((a, b) => distance(a, original) - distance(b, original));
    const originals = readers.flatMap(({ rules, trials }) => trials.map((trial) => ({ trial, rules })));
    return ruleMutants(original).map((mutant) => ({
      mutant,
      original,
      originals,
      trials: readers.flatMap((proof) => {
        const rules = replaced(proof.rules, original, mutant.mutated);
        return proof.trials.map((trial) => ({ trial, rules }));
      }),
    }));
  });
}

function provenRules(compiled: readonly RuleFile[], { runbookBaseUrl }: Config): readonly Proof[] {
  const options = { runbookBaseUrl };
  return catalogue.rules.flatMap((group) => [
    ...group.recordings.map(({ name }) => recordingProof(compiled, group, name)),
    ...alertsOf([group]).map((alert) => alertProof(compiled, group, alert, options)),
  ]);
}

function distance({ rules, trials }: Proof, to: CompiledRule): number {
  if (trials[0]?.rule === ruleName(to)) return 0;
  return rules.groups.reduce((sum, group) => sum + group.rules.length, 0);
}

function has({ groups }: RuleFile, rule: CompiledRule): boolean {
  return groups.some(({ rules }) => rules.includes(rule));
}

function replaced({ groups }: RuleFile, rule: CompiledRule, by: CompiledRule): RuleFile {
  return {
    groups: groups.map((group) => ({
      ...group,
      rules: group.rules.map((one) => (one === rule ? by : one)),
    })),
  };
}
