import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { alertmanagerFiles, readConfig, receiverDrillFiles } from "@monitoring/stacks";
import type { Channel } from "@monitoring/alerting";
import { parse, stringify } from "yaml";
import { openInbox, secrets } from "../../demo/test/inbox-world.ts";
import { write } from "./tools.ts";

/** The demo's inbox in this process, and the compiled files with its addresses in place of the containers'. */
export type InboxAtHand = Awaited<ReturnType<typeof inboxAtHand>>;

/** Opens the inbox and writes the secret files that reach it; `wrong` ones hold something else. */
export async function inboxAtHand(wrong: (url: string) => Readonly<Record<string, string>> = () => ({})) {
  const inbox = await openInbox(2_000);
  const folder = mkdtempSync(join(tmpdir(), "monitoring-inbox-"));
  const files: Readonly<Record<string, string>> = {
    "email-password": secrets.smtpPassword,
    "slack-url": `${inbox.url}${secrets.slackPath}`,
    "pagerduty-routing-key": secrets.routingKey,
    "webhook-url": `${inbox.url}/webhook`,
    "webhook-token": secrets.webhookToken,
    "heartbeat-url": `${inbox.url}/heartbeat`,
    "heartbeat-token": secrets.heartbeatToken,
    "ca.pem": inbox.ca,
    ...wrong(inbox.url),
  };
  for (const [name, text] of Object.entries(files)) write(join(folder, name), text);
  /** Nothing but addresses is changed. */
  const here = (text: string): string =>
    text
      .replaceAll("/etc/alertmanager-secrets", folder)
      .replaceAll("/etc/inbox-tls", folder)
      .replaceAll("inbox:1025", `localhost:${inbox.smtpPort}`)
      .replaceAll("http://inbox:8025", inbox.url);
  const localised = (compiled: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
    Object.fromEntries(Object.entries(compiled).map(([path, text]) => [path, here(text)]));
  return {
    ...inbox,
    routingKey: secrets.routingKey,
    /** The compiled files of the dev stack. */
    files: (values: Readonly<Record<string, unknown>> = {}) => localised(alertmanagerFiles(config(values))),
    /** The compiled files of an Alertmanager that tries receivers. */
    drillFiles: (channels: readonly Channel[], values: Readonly<Record<string, unknown>> = {}) =>
      localised(receiverDrillFiles(config(values), channels)),
  };
}

function config(values: Readonly<Record<string, unknown>>) {
  const result = readConfig(values);
  if (!result.ok) throw new Error(result.problems.join("\n"));
  return result.config;
}

/** The same routes almost without waiting, for tests of what is sent rather than of when. */
export function withoutWaiting(files: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  interface Waiting {
    group_wait?: string;
    group_interval?: string;
    routes?: Waiting[];
  }
  const parsed = parse(files["alertmanager.yml"] ?? "") as { route: Waiting };
  const hurry = (route: Waiting): void => {
    route.group_wait = "500ms";
    route.group_interval = "1s";
    route.routes?.forEach(hurry);
  };
  hurry(parsed.route);
  return { ...files, "alertmanager.yml": stringify(parsed) };
}
