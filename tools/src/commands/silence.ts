import { userInfo } from "node:os";
import { parseArgs } from "node:util";
import { alertsOf } from "@monitoring/alerting";
import { catalogueAtHand } from "@monitoring/stacks/at-hand";
import { showMatcher } from "../silences/matcher.ts";
import { planSilence } from "../silences/plan-silence.ts";
import { whichAlertmanager, whichOptions } from "../silences/which-alertmanager.ts";
import { UserError } from "../user-error.ts";

const usage = 'npm run silence -- <label=value>... --for 2h --comment "why", or npm run silence -- --deploy';

/** Makes a silence with an end. `--deploy`: of warnings only, for a quarter of an hour unless said otherwise. */
export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = options(args);
  const wish = {
    matchers: positionals,
    for: values.for,
    comment: values.comment,
    by: values.by ?? userInfo().username,
    deploy: values.deploy ?? false,
  };
  const silence = planSilence(wish, alertsOf(catalogueAtHand.rules), new Date());
  const api = await whichAlertmanager(values);
  const { silenceID } = JSON.parse(await api.post("/silences", JSON.stringify(silence))) as {
    readonly silenceID: string;
  };
  const where = values.stack === "dev" && values.workspace === undefined ? "" : ` --stack ${values.stack}`;
  process.stdout.write(
    `silenced ${silence.matchers.map(showMatcher).join(", ")} until ${silence.endsAt}\n` +
      `end it before with: npm run expire -- ${silenceID}${where}\n`,
  );
  return 0;
}

function options(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...whichOptions,
        for: { type: "string" },
        comment: { type: "string", short: "c" },
        by: { type: "string" },
        deploy: { type: "boolean" },
      },
    });
  } catch (error) {
    throw new UserError(`${(error as Error).message}. It is called as: ${usage}`);
  }
}
