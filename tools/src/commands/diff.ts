import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { stackNames } from "@monitoring/stacks";
import { reviewOfClone } from "../diff/review-of-clone.ts";
import { repository } from "../repository.ts";
import { stackNamed } from "../stack-named.ts";
import { UserError } from "../user-error.ts";

const usage =
  "npm run diff -- <base> [head] [--stack dev] [--out file.md] [--prometheus http://127.0.0.1:9090], e.g. " +
  "npm run diff -- main; without a head, what lies in the clone is compared";

/** Says as Markdown what a change means for people: both revisions are rendered, each by its own program. */
export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = options(args);
  const [base, head, ...more] = positionals;
  if (base === undefined || more.length > 0) throw new UserError(`diff compares two revisions: ${usage}`);
  const text = await reviewOfClone({
    clone: repository,
    base,
    head,
    stacks: values.stack?.map(stackNamed) ?? stackNames,
    prometheus: values.prometheus,
    days: daysOf(values.days),
  });
  if (values.out === undefined) process.stdout.write(text);
  // npm starts scripts in the clone's root, wherever it was called.
  else writeFileSync(resolve(process.env["INIT_CWD"] ?? process.cwd(), values.out), text);
  return 0;
}

function daysOf(text: string): number {
  const days = Number(text);
  if (days > 0 && days <= 365) return days;
  throw new UserError(`--days is "${text}"; it must be a number of days, 365 at most`);
}

function options(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        stack: { type: "string", multiple: true },
        out: { type: "string" },
        prometheus: { type: "string" },
        days: { type: "string", default: "14" },
      },
    });
  } catch (error) {
    throw new UserError(`${(error as Error).message}: ${usage}`);
  }
}
