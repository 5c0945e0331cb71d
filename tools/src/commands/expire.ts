import { parseArgs } from "node:util";
import { listSilences } from "../silences/list-silences.ts";
import { showMatcher } from "../silences/matcher.ts";
import { deployMark } from "../silences/plan-silence.ts";
import { whichAlertmanager, whichOptions } from "../silences/which-alertmanager.ts";
import { UserError } from "../user-error.ts";

/** Ends silences before their time: those that are named by the beginning of their id, or those of deploys. */
export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { ...whichOptions, deploy: { type: "boolean" } },
  });
  if (positionals.length === 0 && !values.deploy) {
    throw new UserError("say what to end: npm run expire -- <id>, or --deploy; npm run silences lists them");
  }
  const api = await whichAlertmanager(values);
  const silences = await listSilences(api);
  const chosen = [
    ...positionals.map((start) => {
      const found = silences.filter(({ id }) => id.startsWith(start));
      const [only] = found;
      if (only !== undefined && found.length === 1) return only;
      throw new UserError(
        found.length === 0
          ? `there is no silence ${start}; npm run silences lists them`
          : `${found.length} silences begin with ${start}; write more of the id`,
      );
    }),
    ...(values.deploy ? silences.filter(({ comment }) => comment.startsWith(deployMark)) : []),
  ];
  for (const { id, matchers } of new Set(chosen)) {
    await api.expire(id);
    process.stdout.write(`ended ${id}: ${matchers.map(showMatcher).join(", ")}\n`);
  }
  if (chosen.length === 0) process.stdout.write("nothing was silenced for a deploy\n");
  return 0;
}
