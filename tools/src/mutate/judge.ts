import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { toYaml } from "@monitoring/collection";
import type { RuleFile, Trial } from "@monitoring/alerting";
import { mutated, type Candidate } from "./candidates.ts";
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
  await tryOriginals(all, bench);
  const killedBy = new Map<Candidate, string>();
  const tried = new Map<Candidate, number>();
  for (let round = 0; ; round++) {
    const runs = all
      .filter((candidate) => !killedBy.has(candidate))
      .flatMap((candidate) => {
        const from = tried.get(candidate) ?? 0;
        // Twice as many with each round, as those that are left will need most of them.
        const next = candidate.trials.slice(from, from + 2 ** round);
        tried.set(candidate, from + next.length);
        return next.map((trial) => ({ candidate, trial }));
      });
    if (runs.length === 0) break;
    const folder = join(bench.folder, `round-${round}`);
    mkdirSync(folder);
    const byFile = new Map(
      runs.map(({ candidate, trial }, i) => [
        writeTrial(folder, i, mutated(candidate, trial)),
        { candidate, trial },
      ]),
    );
    await runTrials(bench.promtool, folder, [...byFile.keys()], (file, { ok, output }) => {
      const run = byFile.get(file);
      if (ok || !run) return;
      if (!failedScenario.test(output)) throw new Error(`promtool could not try ${file}:\n${output}`);
      if (!killedBy.has(run.candidate)) killedBy.set(run.candidate, run.trial.name);
      bench.report(`${killedBy.size} of ${all.length} killed`);
    });
  }
  return all.map((candidate) => {
    const by = killedBy.get(candidate);
    return { candidate, ...(by !== undefined && { killedBy: by }) };
  });
}

/** A scenario that fails with the right rules would kill whatever is tried with it. */
async function tryOriginals(all: readonly Candidate[], bench: Bench): Promise<void> {
  const folder = join(bench.folder, "originals");
  mkdirSync(folder);
  const trials = new Set(all.flatMap((candidate) => candidate.trials));
  const files = [...trials].map((trial, i) => writeTrial(folder, i, trial));
  const failed: string[] = [];
  await runTrials(bench.promtool, folder, files, (_, { ok, output }) => {
    if (!ok) failed.push(output);
  });
  if (failed.length > 0) {
    throw new UserError(
      `scenarios fail with the rules as they are, without any mutant:\n${failed.join("\n\n")}`,
    );
  }
}

// What a scenario expects and did not get, or a rule that cannot be evaluated with the scenario's series.
const failedScenario = /^\s*(exp|got):|^\s*rule: .* err: /m;

/** Writes a trial and its rules. Returns the test's path. */
export function writeTrial(folder: string, index: number, { rules, file }: Trial): string {
  const rulesPath = join(folder, `${index}-rules.yml`);
  const path = join(folder, `${index}.yml`);
  writeFileSync(rulesPath, toYaml(rules));
  writeFileSync(path, toYaml(file(rulesPath)));
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
