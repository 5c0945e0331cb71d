import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Trial } from "@monitoring/alerting";
import { toYaml } from "@monitoring/collection";
import type { Candidate } from "./candidates.ts";
import type { Bench } from "./judge.ts";
import { runTrials } from "./run-trials.ts";

/** The scenario in which a mutant gives something else most often, though not what the scenario looks at. */
export interface Nearest {
  readonly scenario: string;
  /** Evaluations at which it gives something else. */
  readonly differs: number;
  readonly evaluations: number;
}

/**
 * Looks for the scenario that came nearest to telling a mutant from the rule: both expressions are asked at every
 * evaluation of each.
 * @returns undefined where it makes no difference in any
 */
export async function nearest(candidate: Candidate, bench: Bench): Promise<Nearest | undefined> {
  const folder = join(bench.folder, "nearest", String(Math.random()).slice(2));
  mkdirSync(folder, { recursive: true });
  const byFile = new Map(candidate.trials.map((trial, i) => [write(folder, i, candidate, trial), trial]));
  const found: Nearest[] = [];
  await runTrials(bench.promtool, folder, [...byFile.keys()], (file, { output }) => {
    const trial = byFile.get(file);
    const differs = Number(/got: \{\} (\S+)/.exec(output)?.[1] ?? 0);
    if (trial && differs > 0) {
      found.push({ scenario: trial.name, differs, evaluations: trial.evaluations });
    }
  });
  return found.toSorted((a, b) => b.differs / b.evaluations - a.differs / a.evaluations)[0];
}

function write(folder: string, index: number, { original, mutant }: Candidate, trial: Trial): string {
  const rulesPath = join(folder, `${index}-rules.yml`);
  const path = join(folder, `${index}.yml`);
  writeFileSync(rulesPath, toYaml(trial.rules));
  const [right, wrong] = [original.expr, mutant.mutated.expr].map((expr) => `(${expr})`);
  const either = `(${right} unless ${wrong}) or (${wrong} unless ${right}) or (${right} != ${wrong})`;
  const end = (trial.evaluations - 1) * trial.step;
  writeFileSync(
    path,
    toYaml(
      trial.file(rulesPath, {
        promql_expr_test: [
          {
            // Expected to be nothing, so that promtool says what it is.
            expr: `count_over_time((count(${either}))[${end + 1}s:${trial.step}s])`,
            eval_time: `${end}s`,
            exp_samples: [],
          },
        ],
      }),
    ),
  );
  return path;
}
