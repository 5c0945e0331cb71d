import type { Alert } from "@monitoring/alerting";
import { everyPair, liveTable as read, posted, type LiveRow } from "../../tools/src/live/live-table.ts";
import { waitFor, type LiveAlertmanager } from "./live-alertmanager.ts";

export { expectedTable, type LiveRow } from "../../tools/src/live/live-table.ts";

/** What a real Alertmanager does with alerts, each alone and beside each of the others in turn. */
export async function liveTable(
  alertmanager: LiveAlertmanager,
  alerts: readonly Alert[],
  expected: readonly LiveRow[],
): Promise<readonly LiveRow[]> {
  await alertmanager.post(posted(alerts, everyPair(alerts)));
  // Inhibition takes effect a moment after the alerts are in.
  return waitFor("the table", 10, async () => {
    const found = await read(alertmanager, alerts);
    return JSON.stringify(found) === JSON.stringify(expected) ? found : undefined;
  }).catch(() => read(alertmanager, alerts));
}
