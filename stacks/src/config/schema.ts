import { weekdays } from "@monitoring/alerting";
import type { Deployment, Platform } from "@monitoring/collection";
import { z } from "zod";
import { catalogue as ownRows, type Catalogue } from "../catalogue.ts";
import { images, optionalImages, taskImages, type ImageName, type TaskImageName } from "../images.ts";
import { alertTunings } from "./alerts.ts";
import { aws, workspace } from "./aws-schema.ts";
import { collector } from "./collector-schema.ts";
import * as kinds from "./kinds.ts";
import { destination } from "./remote-write-schema.ts";

type AnyImage = ImageName | TaskImageName;
const imageNames = [...Object.keys(images), ...Object.keys(taskImages)] as AnyImage[];

const ports = kinds.mapping({
  prometheus: kinds.port.default(9090),
  alertmanager: kinds.port.default(9093),
  "blackbox-exporter": kinds.port.default(9115),
  "node-exporter": kinds.port.default(9100),
  cadvisor: kinds.port.default(8080),
  "postgres-exporter": kinds.port.default(9187),
  "redis-exporter": kinds.port.default(9121),
  grafana: kinds.port.default(3000),
  inbox: kinds.port.default(8025).describe("page of the local inbox; nothing where no receiver is the inbox"),
  "mcp-server": kinds.port.default(3001).describe("the demo's MCP server"),
  "mcp-admin": kinds.port.default(3002).describe("the demo's fault switch"),
});

const imageOverrides = kinds.mapping(
  Object.fromEntries(imageNames.map((name) => [name, kinds.image.exactOptional()])) as Record<
    AnyImage,
    z.ZodExactOptional<typeof kinds.image>
  >,
);

const receivers = kinds.mapping({
  email: kinds
    .mapping({
      to: kinds.email.describe("who is told"),
      from: kinds.email.describe("the sender"),
      smarthost: kinds.hostPort.describe("mail server that takes submissions with STARTTLS"),
      requireTls: kinds.flag
        .default(true)
        .describe(
          "refuse to send to a mail server without STARTTLS; false sends password and alerts unencrypted",
        ),
      username: kinds.text.describe("account at the mail server; its password is the secret smtpPassword"),
    })
    .optional()
    .describe("e-mail"),
  slack: kinds
    .mapping({ channel: kinds.channel.describe("the channel; the webhook is the secret slackWebhookUrl") })
    .optional()
    .describe("Slack"),
  pagerduty: kinds
    .mapping({})
    .optional()
    .describe("PagerDuty, Events API v2: write {}; the key is the secret pagerdutyRoutingKey"),
  webhook: kinds
    .mapping({})
    .optional()
    .describe("anything that takes Alertmanager's JSON: write {}; the URL is the secret webhookUrl"),
  heartbeat: kinds
    .mapping({})
    .optional()
    .describe("a dead man's switch: write {}; the URL is the secret heartbeatUrl"),
});

const amp = kinds.mapping({
  email: z
    .array(kinds.email)
    .min(1)
    .optional()
    .describe("mailboxes, by way of an SNS topic; each person has to confirm once"),
  slack: kinds
    .mapping({
      workspace: kinds
        .slackId("T", "T0123456789")
        .describe("the workspace, authorised once in AWS's console"),
      channel: kinds.slackId("C", "C0123456789").describe("the channel, with the app Amazon Q invited"),
    })
    .optional()
    .describe("a Slack channel, by way of an SNS topic and Amazon Q Developer in chat applications"),
  pagerduty: kinds
    .mapping({
      secretArn: kinds.secretArn
        .exactOptional()
        .describe(
          'a secret {"routing_key": ...} of your own, which a key of your own encrypts and AMP may read',
        ),
    })
    .optional()
    .describe(
      "PagerDuty, Events API v2, which AMP itself speaks: write {}; the key is the secret pagerdutyRoutingKey, and is kept in AWS Secrets Manager",
    ),
  webhook: kinds
    .mapping({})
    .optional()
    .describe("an https address, by way of an SNS topic: write {}; the URL is the secret webhookUrl"),
  heartbeat: kinds
    .mapping({})
    .optional()
    .describe("a dead man's switch, by way of an SNS topic: write {}; the URL is the secret heartbeatUrl"),
});

const muteTime = kinds.mapping({
  weekdays: z
    .array(kinds.oneOf(...weekdays))
    .min(1)
    .exactOptional()
    .describe("days on which it begins; every day unless said"),
  times: z.array(kinds.timeRange).min(1).exactOptional().describe("ranges in UTC; the whole day unless said"),
});

const alerts = ({ rules }: Catalogue) =>
  alertTunings(rules)
    .prefault({})
    .meta({ see: "docs/alerts.md" })
    .describe("alerts that are changed or switched off, e.g. HighErrorRate: { threshold: 0.02, for: 10m }");

/** Every key of a stack's configuration that is not a secret, with its default and what it means. */
export const schema = kinds.mapping({
  namePrefix: kinds.prefix
    .default("mcp")
    .describe("starts every container, volume and network name; another one makes a second stack"),
  bindAddress: kinds.ipv4
    .default("127.0.0.1")
    .describe("host address that published ports bind to; any but 127.0.0.1 shows the stack to the network"),
  ports: ports.prefault({}).describe("host ports"),
  images: imageOverrides.prefault({}).describe("other images than the official ones"),
  unavailable: z
    .array(kinds.oneOf(...optionalImages))
    .default([])
    .describe("services whose image cannot be had here; `npm run up` finds out and writes it"),
  rootPropagation: kinds
    .oneOf("rprivate", "rslave")
    .default("rprivate")
    .describe("how mounts of the host's root folder reach the node exporter; small machines refuse rslave"),
  protectData: kinds.flag.default(true).describe("refuse to delete data volumes"),
  scrapeInterval: kinds.duration.default("15s").describe("how often Prometheus asks each target, 5s to 2m"),
  retention: kinds.duration.default("30d").describe("how long Prometheus keeps samples"),
  retentionSize: kinds.size
    .default("10GB")
    .describe("how much disk samples may take; what comes first ends a sample's life"),
  demo: z
    .union([kinds.flag, kinds.mapping({ dialect: z.array(kinds.oneOf("seed", "otel")).min(1) })], {
      error: "true, false, or a mapping such as { dialect: [seed, otel] }",
    })
    .default(true)
    .describe("the stand-in MCP server with its databases; false when your own is watched"),
  mcpServer: kinds.httpUrl
    .optional()
    .describe("your own server's metrics, e.g. http://localhost:3001/metrics"),
  postgres: kinds.hostPort.optional().describe("your server's PostgreSQL"),
  postgresSslmode: kinds
    .oneOf("disable", "require", "verify-ca", "verify-full")
    .optional()
    .describe(
      "how your PostgreSQL is connected to; has no default, because a wrong guess is either no metrics or no encryption",
    ),
  postgresDatabase: kinds.text
    .default("postgres")
    .describe("the database to connect to; statistics of tables and statements are of this one"),
  postgresUser: kinds.text
    .default("monitoring")
    .describe("the role that reads statistics (docs/own-databases.md)"),
  redis: kinds.hostPort.optional().describe("your server's Redis"),
  redisUser: kinds.text
    .optional()
    .describe("your Redis's user for the exporter; without it, Redis is asked without a password"),
  mcpProbe: kinds
    .mapping({
      url: kinds.httpUrl.describe("the MCP endpoint"),
      method: kinds
        .oneOf("discover", "initialize")
        .default("initialize")
        .describe("discover for MCP servers from 2026-07 on, initialize for older ones"),
      token: kinds.flag.default(false).describe("send the secret mcpProbeToken"),
    })
    .optional()
    .describe("asks your server in its own protocol"),
  mcpTools: z
    .array(kinds.toolName)
    .default([])
    .describe(
      "every tool that your server has; calls of any other are counted as `other`, so that clients cannot make up series. Empty: all names pass",
    ),
  integrations: kinds
    .named(kinds.httpUrl)
    .default({})
    .describe("what your server depends on, by name: a URL that answers 2xx"),
  receivers: receivers.prefault({}).describe("where alerts go; what is not set goes to the local inbox"),
  amp: amp.prefault({}).describe("where alerts of the prod stack go"),
  aws: aws.prefault({}).describe("the AWS account of the prod stack"),
  collector: collector.prefault({}).describe("who collects for the prod stack (docs/aws-collectors.md)"),
  workspace: workspace.prefault({}).describe("what the prod stack's workspace keeps, takes and logs"),
  muteTimes: kinds
    .named(muteTime)
    .default({})
    .describe("when warnings tell nobody, by a name; what is more urgent is never muted"),
  alerts: alerts(ownRows),
  remoteWrite: kinds
    .named(destination)
    .default({})
    .describe("where samples are kept for long, by a name of your choice (docs/remote-write.md)"),
  ship: kinds
    .oneOf("derived", "all")
    .default("derived")
    .describe("what of it leaves: what some rule, panel, runbook or `keep` reads, or everything"),
  keep: z
    .array(kinds.text)
    .default([])
    .describe("what else leaves: names of metrics, or PromQL selectors (docs/remote-write.md)"),
  budget: kinds.positive
    .optional()
    .describe("dollars a month that AMP may cost; a preview that comes out above it fails"),
  runbookBaseUrl: kinds.text.default("docs/runbooks").describe("links to runbooks in alerts start with it"),
  grafanaUrl: kinds.httpUrl.optional().describe("Grafana server of the prod stack; messages link to it"),
});

/** What {@link schema} is. */
export type Schema = typeof schema;

/** The same keys where the stack is made of other rows: their alerts can be changed, too. */
export function schemaOf(catalogue: Catalogue): Schema {
  return schema.extend({ alerts: alerts(catalogue) });
}

/** A stack's configuration with every default filled in, and the rows that it is about. */
export type Config = Readonly<z.infer<typeof schema>> & {
  readonly catalogue: Catalogue;
  /** The rows before any was left out that cannot work on the platform. */
  readonly wholeCatalogue: Catalogue;
  /** What all of it runs on. A configuration is read as if for Docker; `onPlatform` makes it another's. */
  readonly platform: Platform;
  /** What is being placed; nothing where files are only looked at. */
  readonly deployment?: Deployment;
};
