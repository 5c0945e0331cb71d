import { parseArgs } from "node:util";
import { problemsOf } from "../care/finding.ts";
import { gatherStatus } from "../care/gather-status.ts";
import { judgeStatus, sentence } from "../care/judge-status.ts";
import { statusPage } from "../care/print-status.ts";
import { stackConfig } from "../care/stack-config.ts";

/** Says whether the dev stack is well, and everything that this rests on. Exit code 1 unless it is. */
export async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { json: { type: "boolean" } } });
  const facts = await gatherStatus(stackConfig());
  const findings = judgeStatus(facts);
  const well = problemsOf(findings).length === 0;
  const said = sentence(facts, findings);
  const text = values.json
    ? `${JSON.stringify({ well, sentence: said, findings, ...facts }, undefined, 2)}\n`
    : statusPage(facts, findings, said);
  process.stdout.write(text);
  return well ? 0 : 1;
}
