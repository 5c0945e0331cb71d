import { isDuration, type Duration } from "@monitoring/collection";
import { z } from "zod";
import { images, optionalImages, type ImageName } from "./images.ts";

const duration = z.custom<Duration>((value) => typeof value === "string" && isDuration(value), {
  error: "must be a duration: a positive whole number and one of s, m, h, d, e.g. 15s",
});
const port = z.custom<number | false>((value) => value === false || isPort(value), {
  error: "must be a port from 1 to 65535, or false to publish nothing",
});
const hostPort = z.string().regex(/^[\w.-]+:\d{1,5}$/, "must be host:port, e.g. db.example.com:5432");
const httpUrl = z.url({
  protocol: /^https?$/,
  error: "must be an http or https URL, e.g. http://localhost:3001/metrics",
});
const imageNames = Object.keys(images) as ImageName[];

/** Every key of a stack's configuration that is not a secret, with its default. */
const schema = z.strictObject({
  /** Starts every container, volume and network name. */
  namePrefix: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,30}$/, "must be lower-case letters, digits and dashes, starting with a letter")
    .default("mcp"),
  /** Host address that published ports bind to. Anything but 127.0.0.1 shows the stack to the network. */
  bindAddress: z.ipv4({ error: "must be an IPv4 address, e.g. 127.0.0.1" }).default("127.0.0.1"),
  /** Host ports; `false` publishes nothing. */
  ports: z
    .strictObject({
      prometheus: port.default(9090),
      alertmanager: port.default(9093),
      "blackbox-exporter": port.default(9115),
      "node-exporter": port.default(9100),
      cadvisor: port.default(8080),
      "postgres-exporter": port.default(9187),
      "redis-exporter": port.default(9121),
      grafana: port.default(3000),
      inbox: port.default(8025),
      "mcp-server": port.default(3001),
      /** The demo's fault switch. */
      "mcp-admin": port.default(3002),
    })
    .prefault({}),
  /** Other images than the official ones. */
  images: z.partialRecord(z.enum(imageNames), z.string()).default({}),
  /** What cannot be had here; written by `npm run up`, which found out. */
  unavailable: z.array(z.enum(optionalImages)).default([]),
  /** How mounts of the host's root folder propagate into the node exporter. Small virtual machines refuse rslave. */
  rootPropagation: z.enum(["rprivate", "rslave"]).default("rprivate"),
  /** Refuse to delete data volumes. */
  protectData: z.boolean().default(true),
  scrapeInterval: duration.default("15s"),
  /** How long Prometheus keeps samples. */
  retention: duration.default("30d"),
  /** How much disk samples may take; what comes first ends a sample's life. */
  retentionSize: z
    .string()
    .regex(/^[1-9]\d*(MB|GB|TB)$/, "must be a size such as 10GB")
    .default("10GB"),
  /** The stand-in MCP server with its databases. `false` when your own is watched. */
  demo: z
    .union([z.boolean(), z.strictObject({ dialect: z.array(z.enum(["seed", "otel"])).min(1) })])
    .default(true),
  /** Your own server's metrics, e.g. http://localhost:3001/metrics. */
  mcpServer: httpUrl.optional(),
  /** Your PostgreSQL; docs/own-databases.md has the role that it needs. */
  postgres: hostPort.optional(),
  postgresSslmode: z.enum(["disable", "require", "verify-ca", "verify-full"]).optional(),
  /** The database that is connected to: statistics of tables and statements are of this one. */
  postgresDatabase: z.string().regex(/^\w+$/, "must be a database's name").default("postgres"),
  postgresUser: z.string().regex(/^\w+$/, "must be a role's name").default("monitoring"),
  /** Your Redis. */
  redis: hostPort.optional(),
  /** Its user for the exporter, with the secret redisExporterPassword. Without it, Redis is asked without a password. */
  redisUser: z.string().regex(/^\w+$/, "must be a user's name").optional(),
  /** Your server's MCP endpoint, which is then asked in its own protocol. */
  mcpProbe: z
    .strictObject({
      url: httpUrl,
      /** `discover` for servers from 2026-07 on, `initialize` for older ones. */
      method: z.enum(["discover", "initialize"]).default("initialize"),
      /** Whether it sends the secret mcpProbeToken as its bearer token. */
      token: z.boolean().default(false),
    })
    .optional(),
  /** What your server depends on, by name: a URL that answers 2xx. */
  integrations: z.record(z.string().regex(/^[a-z][a-z0-9-]*$/), httpUrl).default({}),
  /** Where alerts go. What is not set goes to the local inbox. */
  receivers: z
    .strictObject({
      email: z
        .strictObject({
          to: z.email({ error: "must be an e-mail address" }),
          from: z.email({ error: "must be an e-mail address" }),
          smarthost: hostPort,
          username: z.string().min(1),
        })
        .optional(),
      slack: z
        .strictObject({ channel: z.string().regex(/^#/, 'must start with #, e.g. "#alerts"') })
        .optional(),
      pagerduty: z.strictObject({}).optional(),
      heartbeat: z.strictObject({}).optional(),
    })
    .prefault({}),
  /** Folder of the runbooks; links in alerts start with it. */
  runbookBaseUrl: z.string().default("docs/runbooks"),
  /** Grafana server of the prod stack. */
  grafanaUrl: httpUrl.optional(),
});

function isPort(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 65_535;
}

/** A stack's configuration with every default filled in. */
export type Config = Readonly<z.infer<typeof schema>>;

/** Whether a service's image can be had, so that the stack runs it. */
export function isAvailable(config: Config, name: (typeof optionalImages)[number]): boolean {
  return !config.unavailable.includes(name);
}

/** Every secret key of a stack, and what it is for. Those marked generated are made by `npm run up`. */
export const secrets = {
  inboxToken: { generated: true, purpose: "what Alertmanager authenticates to the local inbox with" },
  mcpToken: { generated: true, purpose: "bearer token of the demo's MCP clients" },
  postgresPassword: { generated: true, purpose: "password of the demo's PostgreSQL" },
  redisPassword: { generated: true, purpose: "password of the demo's Redis" },
  postgresExporterPassword: { generated: true, purpose: "password of the PostgreSQL exporter's role" },
  redisExporterPassword: { generated: true, purpose: "password of the Redis exporter's user" },
  grafanaAdminPassword: { generated: true, purpose: "password of Grafana's user admin" },
  grafanaSecretKey: { generated: true, purpose: "what Grafana encrypts secrets in its database with" },
  mcpProbeToken: { generated: false, purpose: "bearer token that mcpProbe sends" },
  smtpPassword: { generated: false, purpose: "password of receivers.email" },
  slackWebhookUrl: { generated: false, purpose: "incoming webhook of receivers.slack" },
  pagerdutyRoutingKey: { generated: false, purpose: "Events API v2 routing key of receivers.pagerduty" },
  heartbeatUrl: { generated: false, purpose: "URL that receivers.heartbeat posts to" },
  grafanaAuth: { generated: false, purpose: "service account token of the prod stack's Grafana" },
} as const satisfies Record<string, { generated: boolean; purpose: string }>;

/** A secret key. */
export type SecretName = keyof typeof secrets;

/** A configuration, or every mistake in it as a sentence. */
export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Reads a stack's values by key without their namespace. Secret keys are allowed and ignored: values never show. */
export function readConfig(values: Readonly<Record<string, unknown>>): ConfigResult {
  const plain = Object.fromEntries(Object.entries(values).filter(([key]) => !(key in secrets)));
  const result = schema.safeParse(plain);
  if (!result.success) return { ok: false, problems: result.error.issues.map(sentence) };
  const problems = contradictions(result.data);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, config: result.data };
}

function sentence(issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys") {
    const where = issue.path.length > 0 ? `${issue.path.join(".")}.` : "";
    return issue.keys.map((key) => `monitoring:${where}${key} is not a known key`).join("; ");
  }
  return `monitoring:${issue.path.join(".")} ${issue.message.replace(/^Invalid input: /, "is wrong: ")}`;
}

function contradictions(config: Config): string[] {
  const problems: string[] = [];
  const users = new Map<number, string>();
  for (const [service, number] of Object.entries(config.ports)) {
    if (number === false) continue;
    const other = users.get(number);
    if (other)
      problems.push(
        `monitoring:ports.${service} and monitoring:ports.${other} are both ${number}; give each its own`,
      );
    users.set(number, service);
  }
  const own = ["mcpServer", "mcpProbe", "postgres", "redis"] as const;
  const set = own.filter((key) => config[key] !== undefined);
  if (config.demo !== false && set.length > 0) {
    problems.push(
      `monitoring:${set.join(", monitoring:")} and the demo exclude each other; set monitoring:demo to false to watch your own`,
    );
  }
  if (config.demo === false && config.mcpServer === undefined) {
    problems.push(
      "monitoring:demo is false but monitoring:mcpServer is not set; give the URL of your server's metrics",
    );
  }
  return problems;
}
