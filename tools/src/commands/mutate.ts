import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkConfig } from "@monitoring/stacks";
import { candidates } from "../mutate/candidates.ts";
import { judge } from "../mutate/judge.ts";
import { step } from "../toolchain/index.ts";

export async function run(args: readonly string[]): Promise<number> {
  const promtool = process.env["PROMTOOL"] ?? "";
  const folder = mkdtempSync(join(tmpdir(), "monitoring-mutants-"));
  const all = candidates(checkConfig({}).config).filter(({ mutant }) => args.length === 0 || args.includes(mutant.rule));
  const since = Date.now();
  try {
    const judged = await step(`try ${all.length} mutants`, 100, (report) => judge(all, { promtool, folder, report }));
    for (const { candidate: { mutant, trials }, killedBy } of judged) if (killedBy === undefined) console.log(`${mutant.rule}: ${mutant.kind}: ${mutant.change} (${trials.length})`);
    console.log(judged.filter((j) => j.killedBy === undefined).length, "survive of", all.length, (Date.now() - since) / 1000);
  } finally {
    rmSync(folder, { recursive: true });
  }
  return 0;
}
