import type { SecretShape } from "./secret-shapes.ts";

/** A row of {@link secrets}. */
export interface Secret {
  /** Whether `npm run up` makes it when it is not set: always, only for the demo's own services, or never. */
  readonly generated: boolean | "demo";
  readonly purpose: string;
  /** What its value looks like. @default "text": anything but a placeholder */
  readonly shape?: SecretShape;
  /** How the next update brings a changed value into use. */
  readonly takesEffect?: string;
}

const atSending = "Alertmanager reads the file at each sending; nothing is restarted";

/** Every secret key of a stack, and what it is for. Those marked generated are made by `npm run up`. */
export const secrets = {
  inboxToken: {
    generated: true,
    purpose: "what Alertmanager authenticates to the local inbox with",
    takesEffect: "inbox restarted; Alertmanager reads the file at each sending",
  },
  mcpToken: {
    generated: true,
    purpose: "bearer token of the demo's MCP clients",
    takesEffect: "demo's server and clients restarted",
  },
  postgresPassword: {
    generated: true,
    purpose: "password of the demo's PostgreSQL",
    takesEffect: "PostgreSQL restarted, which gives the role the new password; demo's server restarted",
  },
  redisPassword: {
    generated: true,
    purpose: "password of the demo's Redis",
    takesEffect: "Redis and the demo's server restarted",
  },
  postgresExporterPassword: { generated: "demo", purpose: "password of the PostgreSQL exporter's role" },
  redisExporterPassword: { generated: "demo", purpose: "password of the Redis exporter's user" },
  grafanaAdminPassword: { generated: true, purpose: "password of Grafana's user admin" },
  grafanaSecretKey: { generated: true, purpose: "what Grafana encrypts secrets in its database with" },
  mcpProbeToken: { generated: false, purpose: "bearer token that mcpProbe sends" },
  smtpPassword: { generated: false, purpose: "password of receivers.email", takesEffect: atSending },
  slackWebhookUrl: {
    generated: false,
    purpose: "incoming webhook of receivers.slack",
    shape: "slackWebhook",
    takesEffect: atSending,
  },
  pagerdutyRoutingKey: {
    generated: false,
    purpose: "Events API v2 routing key of receivers.pagerduty, or amp.pagerduty",
    shape: "pagerdutyRoutingKey",
    takesEffect: atSending,
  },
  heartbeatUrl: {
    generated: false,
    purpose: "URL that receivers.heartbeat, or amp.heartbeat, posts to",
    shape: "httpsUrl",
    takesEffect: atSending,
  },
  webhookUrl: {
    generated: false,
    purpose: "URL that receivers.webhook, or amp.webhook, posts to",
    shape: "httpsUrl",
    takesEffect: atSending,
  },
  grafanaAuth: {
    generated: false,
    purpose: "service account token of the prod stack's Grafana",
    takesEffect: "used by the update itself",
  },
} as const satisfies Record<string, Secret>;

/** A secret key. */
export type SecretName = keyof typeof secrets | RemoteWriteSecretName;

/** The secret key of a destination in `remoteWrite`: each has its own. */
export type RemoteWriteSecretName = `${typeof remoteWriteSecretPrefix}${string}`;

const remoteWriteSecretPrefix = "remoteWriteSecret-";

/** What {@link remoteWriteSecretName} names. */
export const remoteWriteSecret: Secret = {
  generated: false,
  purpose: "what `remoteWrite.<name>` authenticates by: a password, a token, or an access key's secret",
  takesEffect: "Prometheus reads the file at each sending; it is restarted for an access key's secret",
};

/** The secret key of a destination, by its name. */
export function remoteWriteSecretName(destination: string): RemoteWriteSecretName {
  return `${remoteWriteSecretPrefix}${destination}`;
}

/** What is known about a secret. */
export function secretRow(name: SecretName): Secret {
  return isOwnName(name) ? secrets[name] : remoteWriteSecret;
}

/** Whether a key is a secret's. */
export function isSecretName(key: string): key is SecretName {
  return isOwnName(key) || new RegExp(`^${remoteWriteSecretPrefix}[a-z][a-z0-9-]*$`).test(key);
}

function isOwnName(key: string): key is keyof typeof secrets {
  return Object.hasOwn(secrets, key);
}

/** Whether `npm run up` makes a secret that is not set. What a person's own database wants is theirs to say. */
export function isMade(name: SecretName, { demo }: { readonly demo: unknown }): boolean {
  const { generated } = secretRow(name);
  return generated === "demo" ? demo !== false : generated;
}

/** The command that sets a secret, which asks for the value. */
export function setSecretCommand(name: string): string {
  return `npm run pulumi -- config set --secret monitoring:${name}`;
}
