import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { toYaml } from "@monitoring/collection";
import type { RuleFile, Trial } from "@monitoring/alerting";
import { batches, outcome, type Batch } from "./batch.ts";
import type { Candidate } from "./candidates.ts";
import { capture } from "../child.ts";
import { UserError } from "../user-error.ts";
import { runTrials } from "./run-trials.ts";

/** What became of a mutant: the scenario that it failed, or none. */
export interface Judged {
  readonly candidate: Candidate;
  readonly killedBy?: string;
}

/** Where the work is done and who is told how far it is. */
export interface Bench {
  readonly promtool: string;
  /** A folder of its own, empty. */
  readonly folder: string;
  readonly report: (note: string) => void;
}

/**
 * Tries each mutant with one scenario after the other until one fails. Nearly all fail the first, so that the many
 * scenarios of a recording's readers are tried with few.
 * @throws when a mutant is not valid, or fails for another reason than what a scenario expects
 */
export async function judge(all: readonly Candidate[], bench: Bench): Promise<readonly Judged[]> {
  await checkRules(all, bench);
  const killedBy = new Map<Candidate, Trial>();
  const left = new Map(all.map((candidate) => [candidate, new Set(candidate.trials)]));
  const tryNext = async (round: number): Promise<boolean> => {
    const folder = join(bench.folder, `round-${round}`);
    mkdirSync(folder);
    const byFile = new Map(
      [...nextTrials(all, left, round)]
        .flatMap(([trial, candidates]) => batches(trial, candidates))
        .map((batch, i) => [writeBatch(folder, i, batch), batch]),
    );
    const wrong: string[] = [];
    await runTrials(bench.promtool, folder, [...byFile.keys()], (file, verdict) => {
      const batch = byFile.get(file);
      if (!batch) return;
      const { killed, passed, rightFails } = outcome(batch, verdict);
      if (rightFails) wrong.push(verdict.output);
      for (const candidate of passed) left.get(candidate)?.delete(batch.trial);
      for (const candidate of killed) {
        left.delete(candidate);
        // Of several the nearest, whichever was done first.
        const by = [killedBy.get(candidate), batch.trial];
        killedBy.set(candidate, candidate.trials.find((trial) => by.includes(trial)) ?? batch.trial);
      }
      bench.report(`${killedBy.size} of ${all.length} killed`);
    });
    if (wrong.length > 0) {
      throw new UserError(
        `scenarios fail with the rules as they are, without any mutant:\n${wrong.join("\n\n")}`,
      );
    }
    return byFile.size > 0;
  };
  for (let round = 0; await tryNext(round); round++);
  return all.map((candidate) => {
    const by = killedBy.get(candidate);
    return { candidate, ...(by && { killedBy: by.name }) };
  });
}

/** Trials, and the mutants to try with each. */
function nextTrials(
  all: readonly Candidate[],
  left: ReadonlyMap<Candidate, ReadonlySet<Trial>>,
  round: number,
): ReadonlyMap<Trial, readonly Candidate[]> {
  // At first every scenario, as one that fails with the right rules would kill whatever is tried with it.
  const every = round === 0 ? all.flatMap(({ trials }) => trials) : [];
  const next = new Map<Trial, Candidate[]>(every.map((trial) => [trial, []]));
  for (const [candidate, trials] of left) {
    // Twice as many with each round, as those that are left will need most of them.
    for (const trial of [...trials].slice(0, 2 ** round)) {
      next.set(trial, [...(next.get(trial) ?? []), candidate]);
    }
  }
  return next;
}

/** Writes a batch and its rules. Returns the test's path. */
function writeBatch(folder: string, index: number, { trial, rules, expectations }: Batch): string {
  const rulesPath = join(folder, `${index}-rules.yml`);
  const path = join(folder, `${index}.yml`);
  writeFileSync(rulesPath, toYaml(rules));
  writeFileSync(path, toYaml(trial.file(rulesPath, expectations)));
  return path;
}

/** A mutant that Prometheus would refuse proves nothing. */
async function checkRules(all: readonly Candidate[], { promtool, folder }: Bench): Promise<void> {
  const file: RuleFile = {
    groups: all.map(({ mutant }, i) => ({
      name: `${i}: ${mutant.rule}: ${mutant.change}`,
      interval: "15s",
      rules: [mutant.mutated],
    })),
  };
  const path = join(folder, "every-mutant.yml");
  writeFileSync(path, toYaml(file));
  const { code, stdout, stderr } = await capture(promtool, ["check", "rules", "--lint=none", path]);
  if (code !== 0) throw new Error(`a mutant is no valid rule:\n${stdout}${stderr}`);
}
