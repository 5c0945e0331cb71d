import type { Channel, Receivers, ReceiverSecret } from "@monitoring/alerting";
import { isAvailable, type Config, type SecretName } from "./config.ts";
import { destinationSecrets } from "./shipping/destinations.ts";

/** Where the content of a secret file comes from. */
export interface SecretSource {
  readonly secret: SecretName;
  /** What is written to the file, from the secret's value. */
  readonly content: (value: string) => string;
}

/** Receivers, their secrets, and whether the local inbox is one of them. */
export interface ResolvedReceivers {
  readonly receivers: Receivers;
  readonly secrets: Readonly<Partial<Record<ReceiverSecret, SecretSource>>>;
  readonly inbox: boolean;
}

const plain = (secret: SecretName): SecretSource => ({ secret, content: (value) => value });
const inbox = (content: SecretSource["content"]): SecretSource => ({ secret: "inboxToken", content });

/** What the inbox expects of each receiver; the same values are written for both sides. */
export const inboxAccess = {
  smtpUser: "alertmanager",
  slackPath: (token: string) => `/services/TLOCAL/BLOCAL/${token}`,
} as const;

/** Folder in Alertmanager's container where the inbox's certificate authority is mounted. */
export const inboxCaFolder = "/etc/inbox-tls";

/** The user's own receivers where they are configured, the local inbox elsewhere. */
export function resolveReceivers({ receivers: own }: Config): ResolvedReceivers {
  return {
    receivers: {
      email: own.email ?? {
        to: "oncall@example.com",
        from: "alertmanager@example.com",
        smarthost: "inbox:1025",
        username: inboxAccess.smtpUser,
        requireTls: true,
        caFile: `${inboxCaFolder}/ca.pem`,
      },
      slack: own.slack ?? { channel: "#alerts" },
      pagerduty: {
        url: own.pagerduty ? "https://events.pagerduty.com/v2/enqueue" : "http://inbox:8025/v2/enqueue",
      },
      heartbeat: { authorization: !own.heartbeat },
      ...(own.webhook && { webhook: { authorization: false } }),
    },
    secrets: {
      emailPassword: own.email ? plain("smtpPassword") : inbox((token) => token),
      slackUrl: own.slack
        ? plain("slackWebhookUrl")
        : inbox((token) => `http://inbox:8025${inboxAccess.slackPath(token)}`),
      pagerdutyRoutingKey: own.pagerduty ? plain("pagerdutyRoutingKey") : inbox((token) => token),
      heartbeatUrl: own.heartbeat ? plain("heartbeatUrl") : inbox(() => "http://inbox:8025/heartbeat"),
      ...(own.webhook && { webhookUrl: plain("webhookUrl") }),
      ...(!own.heartbeat && { heartbeatToken: inbox((token) => token) }),
    },
    inbox: !(own.email && own.slack && own.pagerduty && own.heartbeat),
  };
}

/** The secrets that a dev stack needs, in alphabetical order. */
export function requiredSecrets(config: Config): readonly SecretName[] {
  const { secrets } = resolveReceivers(config);
  const demo = config.demo !== false;
  const wanted: Partial<Record<SecretName, boolean>> = {
    mcpToken: demo,
    postgresPassword: demo,
    redisPassword: demo,
    postgresExporterPassword: demo || config.postgres !== undefined,
    redisExporterPassword: demo || (config.redis !== undefined && config.redisUser !== undefined),
    mcpProbeToken: config.mcpProbe?.token ?? false,
    grafanaAdminPassword: isAvailable(config, "grafana"),
    grafanaSecretKey: isAvailable(config, "grafana"),
  };
  const others = (Object.keys(wanted) as SecretName[]).filter((name) => wanted[name]);
  const receivers = Object.values(secrets).map(({ secret }) => secret);
  return [...new Set([...others, ...receivers, ...destinationSecrets(config)])].sort();
}

/** The channels whose receiver is the local inbox. */
export function inboxChannels({ receivers: own }: Config): readonly Channel[] {
  const standIns = ["pagerduty", "slack", "email", "heartbeat"] as const;
  return standIns.filter((channel) => own[channel] === undefined);
}

/** Whether the stack runs the local inbox. */
export function hasInbox(config: Config): boolean {
  return resolveReceivers(config).inbox;
}
