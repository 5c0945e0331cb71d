import { join } from "node:path";
import { ConfigError } from "../config/parse.ts";
import { readConfig, readSecret } from "../runtime/files.ts";
import { listen } from "../runtime/http.ts";
import type { Log } from "../runtime/log.ts";
import type { Running } from "../runtime/role.ts";
import { inboxConfigSchema } from "./config.ts";
import { Heartbeat } from "./heartbeat.ts";
import { inboxHandler } from "./http.ts";
import type { Draft } from "./message.ts";
import { Rejections } from "./rejections.ts";
import { slackPath } from "./slack-path.ts";
import { listenSmtp } from "./smtp.ts";
import { MessageStore } from "./store.ts";
import { loadCertificate } from "./tls.ts";

/** A running inbox and the ports it has. */
export interface RunningInbox extends Running {
  readonly httpPort: number;
  readonly smtpPort: number;
}

/** Starts the role `inbox`. */
export async function start(configFile: string, log: Log): Promise<RunningInbox> {
  const config = await readConfig(inboxConfigSchema, configFile);
  const path = slackPath(await readSecret(config.slack.urlFile));
  if (path === undefined) {
    throw new ConfigError(
      `${config.slack.urlFile} holds no webhook address; allowed: /services/<T>/<B>/<secret>; correct it`,
    );
  }
  const secrets = {
    slackPath: path,
    routingKey: await readSecret(config.pagerduty.routingKeyFile),
    webhookToken: await readSecret(config.webhook.tokenFile),
    heartbeatToken: await readSecret(config.heartbeat.tokenFile),
  };
  const password = await readSecret(config.smtp.passwordFile);
  const certificate = await loadCertificate(config.tls.directory, config.tls.hosts, log);
  const file = config.dataDirectory === undefined ? undefined : join(config.dataDirectory, "messages.jsonl");
  const store = await MessageStore.open(config.maxMessages, file, log);
  const rejections = new Rejections(log);
  const heartbeat = new Heartbeat(config.heartbeat.maxAgeSeconds);
  const receive = (draft: Draft): void => {
    const { channel, status, alerts } = store.add(draft);
    log("message received", { channel, status, alerts: alerts.map(({ name }) => name) });
  };

  const handler = inboxHandler({ secrets, store, rejections, heartbeat, receive });
  const http = await listen(config.host, config.httpPort, log, handler);
  const { user } = config.smtp;
  const smtp = await listenSmtp(config.host, config.smtpPort, {
    certificate,
    user,
    password,
    rejections,
    receive,
    log,
  });
  log("listening", { httpPort: http.port, smtpPort: smtp.port });
  return {
    httpPort: http.port,
    smtpPort: smtp.port,
    stop: async () => {
      await Promise.all([http.close(), smtp.close()]);
      await store.flush();
    },
  };
}
