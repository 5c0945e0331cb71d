import { parseArgs } from "node:util";
import { listSilences, silencesPage } from "../silences/list-silences.ts";
import { whichAlertmanager, whichOptions } from "../silences/which-alertmanager.ts";

/** Lists what is silenced, by whom, why and until when. */
export async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { ...whichOptions, json: { type: "boolean" } } });
  const silences = await listSilences(await whichAlertmanager(values));
  process.stdout.write(
    values.json ? `${JSON.stringify(silences, undefined, 2)}\n` : silencesPage(silences, new Date()),
  );
  return 0;
}
