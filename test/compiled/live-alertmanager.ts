import { startAlertmanager as start, type LiveAlertmanager } from "../../tools/src/live/alertmanager.ts";

export {
  waitFor,
  type GottenAlert,
  type GottenGroup,
  type LiveAlertmanager,
  type PostedAlert,
} from "../../tools/src/live/alertmanager.ts";

/** Starts the real Alertmanager on a free loopback port, with its files in a folder of its own. */
export async function startAlertmanager(
  files: Readonly<Record<string, string>>,
  options: { readonly args?: readonly string[] } = {},
): Promise<LiveAlertmanager> {
  const program = process.env["ALERTMANAGER"];
  if (program === undefined)
    throw new Error("ALERTMANAGER is not set; run these tests with: npm test -- compiled");
  return start(program, files, options);
}
