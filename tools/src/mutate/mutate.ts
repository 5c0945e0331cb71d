import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { step, type HostTools } from "../toolchain/index.ts";
import { survives, type Fate } from "./fate.ts";
import { mutatePolicy, policyCandidates } from "./mutate-policy.ts";
import { mutateRules, ruleCandidates } from "./mutate-rules.ts";
import { staleEquivalents } from "./stale.ts";

/** What a run found. */
export interface Mutation {
  readonly fates: readonly Fate[];
  /** What is wrong, as paragraphs: mutants that live, and equivalent ones that do not. */
  readonly complaints: readonly string[];
}

/**
 * Makes rules and policy wrong, in one place at a time, and tries what they are proven by.
 * @param names alerts and recordings alone; none for all of them and the policy
 */
export async function mutate(names: readonly string[], tools: HostTools): Promise<Mutation> {
  const rules = await rulesAlone(names, tools);
  if (names.length > 0) return rules;
  const policy = policyCandidates();
  const { length } = policy.mutants;
  const fates = await step(`try ${length} mutants of the policy`, length / 10, (report) =>
    mutatePolicy(tools.alertmanager, policy, report),
  );
  const all = [...rules.fates, ...fates];
  const alive = fates.filter(survives).map(({ of, change }) => `${of}: ${change}`);
  return { fates: all, complaints: [...rules.complaints, ...alive, ...staleEquivalents(all)] };
}

async function rulesAlone(names: readonly string[], { promtool }: HostTools): Promise<Mutation> {
  const all = ruleCandidates(names);
  const folder = mkdtempSync(join(tmpdir(), "monitoring-mutants-"));
  try {
    const { fates, alive } = await step(`try ${all.length} mutants`, all.length / 50, (report) =>
      mutateRules(all, { promtool, folder, report }),
    );
    return { fates, complaints: alive };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `2,301 mutants: 2,220 killed, 81 equivalent, 0 alive`. */
export function score(fates: readonly Fate[]): string {
  const killed = fates.filter(({ killedBy }) => killedBy !== undefined).length;
  const alive = fates.filter(survives).length;
  return `${fates.length} mutants: ${killed} killed, ${fates.length - killed - alive} equivalent, ${alive} alive`;
}
