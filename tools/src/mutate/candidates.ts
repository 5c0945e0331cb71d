import {
  alertTrials,
  recordingTrials,
  ruleName,
  type CompiledRule,
  type RuleFile,
  type Trial,
} from "@monitoring/alerting";
import { ruleMutants, type RuleMutant } from "@monitoring/alerting/mutation";
import { compiledRules, type Config } from "@monitoring/stacks";

/** A mutant and every scenario that might tell it from the rule that it was made of, the nearest first. */
export interface Candidate {
  readonly mutant: RuleMutant;
  /** The rule that it was made of. */
  readonly original: CompiledRule;
  /** With the rules as they are. */
  readonly trials: readonly Trial[];
}

/** Every mutant of every rule as the dev stack has them. */
export function candidates(config: Config): readonly Candidate[] {
  const compiled = Object.values(compiledRules(config));
  const all = everyTrial(compiled, config);
  const rules = compiled.flatMap(({ groups }) => groups.flatMap((group) => group.rules));
  return rules.flatMap((original) => {
    const trials = all
      .filter((trial) => has(trial.rules, original))
      .map((trial) => ({ trial, rank: rank(trial, original) }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ trial }) => trial);
    return ruleMutants(original).map((mutant) => ({ mutant, original, trials }));
  });
}

function everyTrial(compiled: readonly RuleFile[], { catalogue, runbookBaseUrl }: Config): readonly Trial[] {
  const options = { runbookBaseUrl };
  return catalogue.rules.flatMap((group) => [
    ...group.recordings.flatMap(({ name }) => recordingTrials(compiled, group, name)),
    ...group.alerts.flatMap((alert) => alertTrials(compiled, group, alert, options)),
  ]);
}

/**
 * What is about the rule itself comes before what reads it, what must tell something before what must not (and nearly
 * nothing fails without any data), and of those what takes least.
 */
function rank({ rule, rules, evaluations, series, telling }: Trial, original: CompiledRule): number {
  const effort = evaluations * rules.groups.reduce((sum, group) => sum + group.rules.length, series.length);
  const silent = series.length === 0 ? 2 : telling ? 0 : 1;
  return (rule === ruleName(original) ? 0 : 1e9) + silent * 1e8 + effort;
}

function has({ groups }: RuleFile, rule: CompiledRule): boolean {
  return groups.some(({ rules }) => rules.includes(rule));
}
