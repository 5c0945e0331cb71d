import { z } from "zod";
import { bindHost, file, port } from "../config/values.ts";

/** The settings of the role `inbox`. */
export const inboxConfigSchema = z.strictObject({
  host: bindHost,
  /** Serves the page, the JSON and the HTTP receivers. @default 8025 */
  httpPort: port.default(8025),
  /** @default 1025 */
  smtpPort: port.default(1025),
  smtp: z.strictObject({
    /** @default "alertmanager" */
    user: z.string().min(1).default("alertmanager"),
    passwordFile: file,
  }),
  slack: z.strictObject({
    /** Holds the webhook's whole address or its path, `/services/<T>/<B>/<secret>`: the file that Alertmanager reads. */
    urlFile: file,
  }),
  pagerduty: z.strictObject({ routingKeyFile: file }),
  webhook: z.strictObject({ tokenFile: file }),
  heartbeat: z.strictObject({
    tokenFile: file,
    /** The page shows an older heartbeat in red. @default 180 */
    maxAgeSeconds: z.int().min(1).default(180),
  }),
  tls: z
    .strictObject({
      /** Holds `ca.pem` for the senders and `key.pem`, kept while valid. @default "/tls" */
      directory: file.default("/tls"),
      /** @default ["inbox", "localhost"] */
      hosts: z.array(z.string().min(1)).min(1).default(["inbox", "localhost"]),
    })
    .prefault({}),
  /** Keeps the messages over a restart, for example `/data`; without it they are in memory only. */
  dataDirectory: file.optional(),
  /** @default 1000 */
  maxMessages: z.int().min(1).max(100_000).default(1_000),
});

/** The settings of the role `inbox`, as written. */
export type InboxConfig = z.input<typeof inboxConfigSchema>;

/** The settings of the role `inbox`, with every default filled in. */
export type ResolvedInboxConfig = z.output<typeof inboxConfigSchema>;
