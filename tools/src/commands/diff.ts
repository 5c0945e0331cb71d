import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { stackNames, type StackName } from "@monitoring/stacks";
import { describe } from "../diff/describe.ts";
import {
  commonAncestor,
  renderRevision,
  resolveRevision,
  workingTree,
  type RevisionSource,
} from "../diff/render-revision.ts";
import { review } from "../diff/review.ts";
import { stackNamed } from "../stack-named.ts";
import { step } from "../toolchain/index.ts";
import { UserError } from "../user-error.ts";

const usage =
  "npm run diff -- <base> [head], e.g. npm run diff -- main; without a head, what lies in the clone is compared";

/** Says as Markdown what a change means for people: both revisions are rendered, each by its own program. */
export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = options(args);
  const [base, head, ...more] = positionals;
  if (base === undefined || more.length > 0) throw new UserError(`diff compares two revisions: ${usage}`);
  const stacks = values.stack?.map(stackNamed) ?? stackNames;
  const after = head === undefined ? { title: workingTree, commit: undefined } : await resolveRevision(head);
  const before = await commonAncestor(await resolveRevision(base), after);
  const old = await rendered(before, stacks);
  const young = await rendered(after, stacks);
  const revisions = stacks.map((stack) => ({
    before: describe(stack, old[stack]),
    after: describe(stack, young[stack]),
  }));
  const text = review(revisions, {
    base: before.title,
    head: after.title,
    command: `npm run diff -- ${positionals.join(" ")}`,
  });
  if (values.out === undefined) process.stdout.write(text);
  // npm starts scripts in the clone's root, wherever it was called.
  else writeFileSync(resolve(process.env["INIT_CWD"] ?? process.cwd(), values.out), text);
  return 0;
}

function rendered(source: RevisionSource, stacks: readonly StackName[]) {
  const title = `rendering ${source.title.replaceAll("`", "")}`;
  return step(title, source.commit === undefined ? 5 : 20, () => renderRevision(source, stacks));
}

function options(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { stack: { type: "string", multiple: true }, out: { type: "string" } },
    });
  } catch (error) {
    throw new UserError(`${(error as Error).message}: ${usage}`);
  }
}
