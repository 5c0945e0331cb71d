import { parseArgs } from "node:util";
import { columns } from "../care/columns.ts";
import { examine } from "../care/doctor-checks.ts";
import { problemsOf } from "../care/finding.ts";
import { gatherDoctor } from "../care/gather-doctor.ts";

/** Says what this machine and its engine mean for the stack. Exit code 1 only if something has to be mended. */
export async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { json: { type: "boolean" } } });
  const findings = examine(await gatherDoctor());
  const problems = problemsOf(findings).length;
  const first =
    problems === 0
      ? "nothing here is in the stack's way"
      : `${problems} ${problems === 1 ? "thing is" : "things are"} in the stack's way`;
  const rows = findings.map(({ what, verdict, says }) => [
    verdict === "problem" ? "PROBLEM" : verdict,
    what,
    says,
  ]);
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ problems, findings }, undefined, 2)}\n`
      : `${first}\n\n${columns(rows)}\n`,
  );
  return problems === 0 ? 0 : 1;
}
