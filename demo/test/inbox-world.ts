import { Heartbeat } from "../src/inbox/heartbeat.ts";
import { inboxHandler } from "../src/inbox/http.ts";
import { Rejections } from "../src/inbox/rejections.ts";
import { listenSmtp } from "../src/inbox/smtp.ts";
import { MessageStore } from "../src/inbox/store.ts";
import { createCertificate } from "../src/inbox/tls.ts";
import { listen } from "../src/runtime/http.ts";

/** Says nothing. */
export const silent = (): void => undefined;

/** The secrets of the inbox under test. */
export const secrets = {
  slackPath: "/services/T0/B0/slack-secret",
  routingKey: "0123456789abcdef0123456789abcdef",
  webhookToken: "webhook-token",
  heartbeatToken: "heartbeat-token",
  smtpPassword: "smtp-password",
} as const;

/** A whole inbox on free loopback ports, which keeps this many messages. */
export async function openInbox(kept = 100) {
  const store = await MessageStore.open(kept, undefined, silent);
  const rejections = new Rejections(silent);
  const heartbeat = new Heartbeat(60);
  const receive = (draft: Parameters<MessageStore["add"]>[0]): void => void store.add(draft);
  const certificate = await createCertificate(["localhost"], new Date());
  const handler = inboxHandler({ secrets, store, rejections, heartbeat, receive });
  const http = await listen("127.0.0.1", 0, silent, handler);
  const smtp = await listenSmtp("127.0.0.1", 0, {
    certificate,
    user: "alertmanager",
    password: secrets.smtpPassword,
    rejections,
    receive,
    log: silent,
  });
  return {
    url: `http://127.0.0.1:${http.port}`,
    smtpPort: smtp.port,
    ca: certificate.cert,
    store,
    rejections,
    heartbeat,
    close: async () => {
      await Promise.all([http.close(), smtp.close()]);
    },
  };
}
