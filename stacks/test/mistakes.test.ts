import { describe, expect, test } from "@jest/globals";
import { checkConfig, secretProblems } from "../src/index.ts";

/** A mistake that a person makes, and the exact words that come back. */
interface Row {
  readonly mistake: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly says: string;
}

const own = { demo: false, mcpServer: "http://mcp.example.com/metrics" };
const email = {
  to: "a@example.com",
  from: "b@example.com",
  smarthost: "smtp.example.com:587",
  username: "u",
};

const workspace = "https://aps-workspaces.us-east-1.amazonaws.com/workspaces/ws-1";
const amp = { kind: "amp", url: workspace, accessKey: "ambient" };
const generic = { kind: "generic", url: "https://mimir.example.com/api/v1/push" };

const inRemoteWrite: readonly Row[] = [
  {
    mistake: "an address of Datadog",
    values: { remoteWrite: { dd: { kind: "generic", url: "https://api.datadoghq.com/api/v1/series" } } },
    says: "monitoring:remoteWrite.dd.url is an address of Datadog, which takes JSON there and has no receiver for remote_write: every request would fail. Write remoteWrite: { dd: { kind: datadog, site: datadoghq.com } } instead; npm run render then writes the configuration of an OpenTelemetry Collector that scrapes the same and sends it (docs/remote-write.md)",
  },
  {
    mistake: "an address of Datadog's in Europe, as its own kind",
    values: { remoteWrite: { dd: { kind: "datadog", url: "https://api.datadoghq.eu/api/v1/series" } } },
    says: "monitoring:remoteWrite.dd.url is an address of Datadog, which takes JSON there and has no receiver for remote_write: every request would fail. Write remoteWrite: { dd: { kind: datadog, site: datadoghq.eu } } instead; npm run render then writes the configuration of an OpenTelemetry Collector that scrapes the same and sends it (docs/remote-write.md)",
  },
  {
    mistake: "a site of Datadog's that does not exist",
    values: { remoteWrite: { dd: { kind: "datadog", site: "datadoghq.eur" } } },
    says: 'monitoring:remoteWrite.dd.site is "datadoghq.eur"; it must be one of datadoghq.com, us3.datadoghq.com, us5.datadoghq.com, datadoghq.eu, ap1.datadoghq.com, ap2.datadoghq.com, ddog-gov.com; did you mean datadoghq.eu?',
  },
  {
    mistake: "a kind of destination that does not exist",
    values: { remoteWrite: { store: { kind: "apm", url: workspace } } },
    says: 'monitoring:remoteWrite.store.kind is "apm"; it must be one of amp, generic, datadog; did you mean amp?',
  },
  {
    mistake: "a destination without a kind",
    values: { remoteWrite: { store: { url: workspace } } },
    says: "monitoring:remoteWrite.store.kind is not set; it must be one of amp, generic, datadog",
  },
  {
    mistake: "a destination without an address",
    values: { remoteWrite: { store: { kind: "generic" } } },
    says: "monitoring:remoteWrite.store.url is not set; it must be the address that takes remote_write, e.g. https://mimir.example.com/api/v1/push",
  },
  {
    mistake: "a workspace without an address",
    values: { remoteWrite: { store: { kind: "amp", accessKey: "ambient" } } },
    says: "monitoring:remoteWrite.store.url is not set; it must be the workspace's endpoint, e.g. https://aps-workspaces.us-east-1.amazonaws.com/workspaces/ws-...",
  },
  {
    mistake: "a misspelt key of a destination",
    values: { remoteWrite: { store: { ...generic, usrname: "me" } } },
    says: "monitoring:remoteWrite.store.usrname is not a known key; did you mean monitoring:remoteWrite.store.username?",
  },
  {
    mistake: "a destination's name that is no label",
    values: { remoteWrite: { "My Store": generic } },
    says: 'monitoring:remoteWrite.My Store has the name "My Store"; it must be lower-case letters, digits and dashes, starting with a letter, e.g. crm',
  },
  {
    mistake: "a key of another kind of destination",
    values: { remoteWrite: { store: { ...generic, region: "us-east-1" } } },
    says: "monitoring:remoteWrite.store.region is set, but kind generic takes only url, username, token; remove it, or choose another kind",
  },
  {
    mistake: "a password in plain sight",
    values: { remoteWrite: { store: { ...generic, username: "me", password: "canary" } } },
    says: "monitoring:remoteWrite.store.password is not a known key: it is a secret of its own: remove it here (and change it if the file was shared), then: npm run pulumi -- config set --secret monitoring:remoteWriteSecret-<name of the destination>",
  },
  {
    mistake: "an access key's secret in plain sight",
    values: { remoteWrite: { store: { ...amp, secret_access_key: "canary" } } },
    says: "monitoring:remoteWrite.store.secret_access_key is not a known key: it is a secret of its own: remove it here (and change it if the file was shared), then: npm run pulumi -- config set --secret monitoring:remoteWriteSecret-<name of the destination>",
  },
  {
    mistake: "a password in an address",
    values: { remoteWrite: { store: { kind: "generic", url: "https://me:canary@mimir.example.com/push" } } },
    says: "monitoring:remoteWrite.store.url is a text that is not shown, because it may hold a password; it must be an http or https URL without user or password, e.g. http://localhost:3001/metrics",
  },
  {
    mistake: "two ways to authenticate",
    values: { remoteWrite: { store: { ...generic, username: "me", token: true } } },
    says: "monitoring:remoteWrite.store.token is true, and username is set: a request has only one Authorization header; remove one of them",
  },
  {
    mistake: "an address of AMP without its kind",
    values: { remoteWrite: { store: { kind: "generic", url: workspace } } },
    says: "monitoring:remoteWrite.store.kind is generic, but the url is of AMP, which wants signed requests; write amp",
  },
  {
    mistake: "AMP's address without a workspace",
    values: { remoteWrite: { store: { ...amp, url: `${workspace}/api/v1/query` } } },
    says: "monitoring:remoteWrite.store.url names no workspace; copy the endpoint of remote write from AWS's console, which ends in /workspaces/ws-.../api/v1/remote_write",
  },
  {
    mistake: "a region that is not the address's",
    values: { remoteWrite: { store: { ...amp, region: "eu-west-1" } } },
    says: 'monitoring:remoteWrite.store.region is "eu-west-1", but the url is of us-east-1: AWS would refuse the signature; remove region',
  },
  {
    mistake: "no region at all",
    values: { remoteWrite: { store: { ...amp, url: "https://amp.example.com/workspaces/ws-1" } } },
    says: "monitoring:remoteWrite.store.region is not set, and the url names none; give the workspace's region",
  },
  {
    mistake: "a place for a region",
    values: { remoteWrite: { store: { ...amp, region: "Ireland" } } },
    says: 'monitoring:remoteWrite.store.region is "Ireland"; it must be a region of AWS, e.g. us-east-1',
  },
  {
    mistake: "no credentials for AMP",
    values: { remoteWrite: { store: { kind: "amp", url: workspace } } },
    says: "monitoring:remoteWrite.store.accessKey is not set; give the id of an IAM user's access key, whose secret is remoteWriteSecret-store, or ambient where the machine itself has a role: a Prometheus that finds no credentials does not start",
  },
  {
    mistake: "a temporary access key",
    values: { remoteWrite: { store: { ...amp, accessKey: "ASIAIOSFODNN7EXAMPLE" } } },
    says: 'monitoring:remoteWrite.store.accessKey is "ASIAIOSFODNN7EXAMPLE"; it must be the id of an IAM user\'s access key, which begins with AKIA, or ambient where the machine itself has a role',
  },
  {
    mistake: "a role by its name alone",
    values: { remoteWrite: { store: { ...amp, role: "metrics" } } },
    says: 'monitoring:remoteWrite.store.role is "metrics"; it must be a role\'s ARN, e.g. arn:aws:iam::123456789012:role/metrics',
  },
  {
    mistake: "one address under two names",
    values: { remoteWrite: { one: amp, two: { ...amp, url: `${workspace}/api/v1/remote_write` } } },
    says: "monitoring:remoteWrite.two.url is that of remoteWrite.one, too: every sample would be sent, and paid, twice; remove one of them",
  },
  {
    mistake: "another word for what leaves",
    values: { ship: "everything" },
    says: 'monitoring:ship is "everything"; it must be one of derived, all',
  },
  {
    mistake: "a regular expression for a metric to keep",
    values: { keep: ["node_load1", "pg_stat_.*"] },
    says: 'monitoring:keep.1 is "pg_stat_.*"; it must be a metric\'s name, or a selector such as {__name__=~"pg_stat_.+"}',
  },
  {
    mistake: "metrics to keep where all are kept",
    values: { ship: "all", keep: ["node_load1"] },
    says: "monitoring:keep is set, but monitoring:ship is all, so that everything leaves anyway; remove one of them",
  },
  {
    mistake: "a budget of nothing",
    values: { budget: 0 },
    says: "monitoring:budget is 0; it must be a number above 0",
  },
  {
    mistake: "a budget with its currency",
    values: { budget: "$50" },
    says: 'monitoring:budget is "$50"; it must be a number above 0',
  },
];

const inConfiguration: readonly Row[] = [
  ...inRemoteWrite,
  {
    mistake: "an unknown key that is nearly a known one",
    values: { retenton: "30d" },
    says: "monitoring:retenton is not a known key; did you mean monitoring:retention?",
  },
  {
    mistake: "an unknown key written another way",
    values: { retention_size: "10GB" },
    says: "monitoring:retention_size is not a known key; did you mean monitoring:retentionSize?",
  },
  {
    mistake: "an unknown key that lives deeper",
    values: { slack: { channel: "#a" } },
    says: "monitoring:slack is not a known key; did you mean monitoring:receivers.slack?",
  },
  {
    mistake: "an unknown key",
    values: { colour: "red" },
    says: "monitoring:colour is not a known key; all keys are listed in docs/configuration.md",
  },
  {
    mistake: "a secret's key that is nearly right",
    values: { slackWebhokUrl: "https://hooks.slack.com/services/T0/B0/canary" },
    says: "monitoring:slackWebhokUrl is not a known key; did you mean monitoring:slackWebhookUrl?",
  },
  {
    mistake: "an unknown service",
    values: { ports: { promtheus: 9091 } },
    says: "monitoring:ports.promtheus is not a known key; did you mean monitoring:ports.prometheus?",
  },
  {
    mistake: "an unknown image",
    values: { images: { nginx: "nginx:1" } },
    says: "monitoring:images.nginx is not a known key; there are prometheus, alertmanager, blackbox-exporter, node-exporter, cadvisor, postgres-exporter, redis-exporter, grafana, postgres, redis, demo, preview, ecs-exporter, task-files",
  },
  {
    mistake: "an unknown field of a receiver",
    values: { receivers: { email: { ...email, smarthots: "x:1" } } },
    says: "monitoring:receivers.email.smarthots is not a known key; did you mean monitoring:receivers.email.smarthost?",
  },
  {
    mistake: "a field for a receiver that takes none",
    values: { receivers: { heartbeat: { every: "1m" } } },
    says: "monitoring:receivers.heartbeat.every is not a known key; monitoring:receivers.heartbeat takes none, write {}",
  },
  {
    mistake: "the inbox as a receiver",
    values: { receivers: { inbox: {} } },
    says: "monitoring:receivers.inbox is not a known key: the local inbox stands in for every receiver that is not set; remove this key",
  },
  {
    mistake: "a webhook in plain sight",
    values: {
      receivers: { slack: { channel: "#a", api_url: "https://hooks.slack.com/services/T0/B0/canary" } },
    },
    says: "monitoring:receivers.slack.api_url is not a known key: it is a secret of its own: remove it here (and change it if the file was shared), then: npm run pulumi -- config set --secret monitoring:slackWebhookUrl",
  },
  {
    mistake: "a service key of PagerDuty's API v1",
    values: { receivers: { pagerduty: { service_key: "canary" } } },
    says: "monitoring:receivers.pagerduty.service_key is not a known key: service keys are of PagerDuty's Events API v1; add an integration of type Events API v2 to the service and set its integration key: npm run pulumi -- config set --secret monitoring:pagerdutyRoutingKey",
  },
  {
    mistake: "a routing key in plain sight",
    values: { receivers: { pagerduty: { routingKey: "canary" } } },
    says: "monitoring:receivers.pagerduty.routingKey is not a known key: it is a secret of its own: remove it here (and change it if the file was shared), then: npm run pulumi -- config set --secret monitoring:pagerdutyRoutingKey",
  },
  {
    mistake: "a mail password in plain sight",
    values: { receivers: { email: { ...email, password: "canary" } } },
    says: "monitoring:receivers.email.password is not a known key: it is a secret of its own: remove it here (and change it if the file was shared), then: npm run pulumi -- config set --secret monitoring:smtpPassword",
  },
  {
    mistake: "a mail host without its port's key",
    values: { receivers: { email: { ...email, port: 587 } } },
    says: "monitoring:receivers.email.port is not a known key: write host and port together as smarthost, e.g. smarthost: smtp.example.com:587",
  },
  {
    mistake: "a heartbeat URL in plain sight",
    values: { receivers: { heartbeat: { url: "https://hc-ping.com/canary" } } },
    says: "monitoring:receivers.heartbeat.url is not a known key: it is a secret of its own: remove it here (and change it if the file was shared), then: npm run pulumi -- config set --secret monitoring:heartbeatUrl",
  },
  {
    mistake: "one tool instead of a list",
    values: { mcpTools: "create_ticket" },
    says: 'monitoring:mcpTools is "create_ticket"; it must be a list',
  },
  {
    mistake: "a tool with a space in its name",
    values: { mcpTools: ["create_ticket", "create ticket"] },
    says: 'monitoring:mcpTools.1 is "create ticket"; it must be a tool\'s name: 1 to 128 letters, digits, _, -, . and /, e.g. create_ticket',
  },
  {
    mistake: "an alert that does not exist",
    values: { alerts: { McpServrDown: { for: "1m" } } },
    says: "monitoring:alerts.McpServrDown is not a known key; did you mean monitoring:alerts.McpServerDown?",
  },
  {
    mistake: "a threshold for an alert that has none",
    values: { alerts: { McpServerDown: { threshold: 2 } } },
    says: "monitoring:alerts.McpServerDown.threshold is not a known key: this alert compares with no number that could be tuned; remove this key",
  },
  {
    mistake: "a wrong time for an alert",
    values: { alerts: { McpServerDown: { for: "1 minute" } } },
    says: 'monitoring:alerts.McpServerDown.for is "1 minute"; it must be a positive whole number and one of s, m, h, d, e.g. 15s; write 1m',
  },
  {
    mistake: "another severity for an alert",
    values: { alerts: { McpServerDown: { severity: "warning" } } },
    says: "monitoring:alerts.McpServerDown.severity is not a known key: a severity decides who is told, and is part of what is proven; set for or threshold, or switch the alert off",
  },
  {
    mistake: "the heartbeat switched off",
    values: { alerts: { Watchdog: { enabled: false } } },
    says: "monitoring:alerts.Watchdog is not a known key: it fires as long as alerting works, and its silence is the alarm; remove this key",
  },
  {
    mistake: "a scrape timeout",
    values: { scrapeTimeout: "30s" },
    says: "monitoring:scrapeTimeout is not a known key: a scrape may take as long as its interval, 10s at most, so there is nothing to set; remove this key",
  },
  {
    mistake: "a data source name",
    values: { postgresDsn: "canary" },
    says: "monitoring:postgresDsn is not a known key: write host:port into monitoring:postgres",
  },
  {
    mistake: "text for a switch",
    values: { protectData: "yes" },
    says: 'monitoring:protectData is "yes"; it must be true or false',
  },
  {
    mistake: "a number for a mapping",
    values: { receivers: 3 },
    says: "monitoring:receivers is 3; it must be a mapping of keys to values",
  },
  {
    mistake: "a list for a mapping",
    values: { ports: [9090] },
    says: "monitoring:ports is a list; it must be a mapping of keys to values",
  },
  {
    mistake: "text for a demo",
    values: { demo: "off" },
    says: 'monitoring:demo is "off"; it must be true, false, or a mapping such as { dialect: [seed, otel] }',
  },
  {
    mistake: "a demo's dialect that does not exist",
    values: { demo: { dialect: ["otl"] } },
    says: 'monitoring:demo.dialect.0 is "otl"; it must be one of seed, otel; did you mean otel?',
  },
  {
    mistake: "a demo without a dialect",
    values: { demo: { dialect: [] } },
    says: "monitoring:demo.dialect is an empty list; it must be a list with at least one entry",
  },
  {
    mistake: "an encrypted value that is no secret",
    values: { retention: { secure: "v1:canary" } },
    says: "monitoring:retention is encrypted, but is no secret; set it without --secret. It must be a positive whole number and one of s, m, h, d, e.g. 15s",
  },
  {
    mistake: "a duration in words",
    values: { retention: "5 minutes" },
    says: 'monitoring:retention is "5 minutes"; it must be a positive whole number and one of s, m, h, d, e.g. 15s; write 5m',
  },
  {
    mistake: "a duration with a word that objects know",
    values: { retention: "5 constructor" },
    says: 'monitoring:retention is "5 constructor"; it must be a positive whole number and one of s, m, h, d, e.g. 15s',
  },
  {
    mistake: "a negative duration",
    values: { scrapeInterval: "-5m" },
    says: 'monitoring:scrapeInterval is "-5m"; it must be a positive whole number and one of s, m, h, d, e.g. 15s',
  },
  {
    mistake: "no duration at all",
    values: { scrapeInterval: "0s" },
    says: 'monitoring:scrapeInterval is "0s"; it must be a positive whole number and one of s, m, h, d, e.g. 15s',
  },
  {
    mistake: "a duration in weeks",
    values: { retention: "2w" },
    says: 'monitoring:retention is "2w"; it must be a positive whole number and one of s, m, h, d, e.g. 15s; write 14d',
  },
  {
    mistake: "a duration without unit",
    values: { retention: 30 },
    says: "monitoring:retention is 30; it must be a positive whole number and one of s, m, h, d, e.g. 15s",
  },
  {
    mistake: "a port out of range",
    values: { ports: { prometheus: 90900 } },
    says: "monitoring:ports.prometheus is 90900; it must be a port from 1 to 65535, or false to publish nothing",
  },
  {
    mistake: "a port as text",
    values: { ports: { prometheus: "9090" } },
    says: 'monitoring:ports.prometheus is "9090"; it must be a port from 1 to 65535, or false to publish nothing',
  },
  {
    mistake: "two services on one port",
    values: { ports: { inbox: 9090 } },
    says: "monitoring:ports.inbox and monitoring:ports.prometheus are both 9090; give each its own, or false to publish nothing",
  },
  {
    mistake: "a size in other units",
    values: { retentionSize: "10GiB" },
    says: 'monitoring:retentionSize is "10GiB"; it must be a positive whole number and one of MB, GB, TB, e.g. 10GB; write 10GB',
  },
  {
    mistake: "a name with signs",
    values: { namePrefix: "My_Stack" },
    says: 'monitoring:namePrefix is "My_Stack"; it must be 1 to 31 lower-case letters, digits and dashes, starting with a letter, e.g. mcp',
  },
  {
    mistake: "a host name where an address binds",
    values: { bindAddress: "localhost" },
    says: 'monitoring:bindAddress is "localhost"; it must be an IPv4 address, e.g. 127.0.0.1; write 127.0.0.1',
  },
  {
    mistake: "an image with a space",
    values: { images: { prometheus: "prom/prometheus: v3" } },
    says: 'monitoring:images.prometheus is "prom/prometheus: v3"; it must be an image reference, e.g. registry.example.com/prometheus:v3.14.0',
  },
  {
    mistake: "a URL without scheme",
    values: { ...own, mcpServer: "localhost:3001/metrics" },
    says: 'monitoring:mcpServer is "localhost:3001/metrics"; it must be an http or https URL without user or password, e.g. http://localhost:3001/metrics; write http://localhost:3001/metrics',
  },
  {
    mistake: "a URL of another scheme",
    values: { ...own, integrations: { crm: "ftp://crm.example.com" } },
    says: 'monitoring:integrations.crm is "ftp://crm.example.com"; it must be an http or https URL without user or password, e.g. http://localhost:3001/metrics',
  },
  {
    mistake: "a URL with a password",
    values: { ...own, mcpServer: "https://me:canary@mcp.example.com/metrics" },
    says: "monitoring:mcpServer is a text that is not shown, because it may hold a password; it must be an http or https URL without user or password, e.g. http://localhost:3001/metrics",
  },
  {
    mistake: "an integration's name that is no label",
    values: { ...own, integrations: { "My CRM": "https://crm.example.com" } },
    says: 'monitoring:integrations.My CRM has the name "My CRM"; it must be lower-case letters, digits and dashes, starting with a letter, e.g. crm',
  },
  {
    mistake: "a host without port",
    values: { ...own, redis: "cache.example.com" },
    says: 'monitoring:redis is "cache.example.com"; it must be host:port, e.g. db.example.com:5432',
  },
  {
    mistake: "a host with a port out of range",
    values: { ...own, redis: "cache.example.com:99999" },
    says: 'monitoring:redis is "cache.example.com:99999"; it must be host:port, e.g. db.example.com:5432',
  },
  {
    mistake: "a connection string",
    values: { ...own, postgres: "postgres://me:canary@db.example.com/crm?sslmode=require" },
    says: "monitoring:postgres is a connection string; only its host:port goes here: db.example.com:5432; its sslmode goes into monitoring:postgresSslmode: require; its password goes into the secret monitoring:postgresExporterPassword",
  },
  {
    mistake: "a connection string with an unescaped password",
    values: { ...own, postgres: "postgres://me:c@n/ary@db.example.com:5432/crm" },
    says: "monitoring:postgres is a connection string; only its host:port goes here, e.g. postgres.example.com:5432; its sslmode goes into monitoring:postgresSslmode; its password goes into the secret monitoring:postgresExporterPassword",
  },
  {
    mistake: "a connection string of key and value",
    values: { ...own, postgres: "host=db.example.com password=canary" },
    says: "monitoring:postgres is a connection string; only its host:port goes here, e.g. postgres.example.com:5432; its sslmode goes into monitoring:postgresSslmode; its password goes into the secret monitoring:postgresExporterPassword",
  },
  {
    mistake: "a Redis URL",
    values: { ...own, redis: "rediss://:canary@cache.example.com" },
    says: "monitoring:redis is a connection string; only its host:port goes here: cache.example.com:6379; its password goes into the secret monitoring:redisExporterPassword",
  },
  {
    mistake: "an sslmode that was not chosen",
    values: { ...own, postgres: "db.example.com:5432" },
    says: "monitoring:postgresSslmode is not set, but monitoring:postgres is; choose verify-full (certificate and name checked), verify-ca, require (encrypted, server not checked) or disable (no encryption, for a database on this machine)",
  },
  {
    mistake: "an sslmode that does not exist",
    values: { ...own, postgres: "db.example.com:5432", postgresSslmode: "prefer" },
    says: 'monitoring:postgresSslmode is "prefer"; it must be one of disable, require, verify-ca, verify-full',
  },
  {
    mistake: "an sslmode without a database",
    values: { ...own, postgresSslmode: "require" },
    says: "monitoring:postgresSslmode is set, but monitoring:postgres is not; give its host:port, or remove the key",
  },
  {
    mistake: "no e-mail address",
    values: { receivers: { email: { ...email, to: "not-an-email" } } },
    says: 'monitoring:receivers.email.to is "not-an-email"; it must be an e-mail address, e.g. oncall@example.com',
  },
  {
    mistake: "a smarthost without port",
    values: { receivers: { email: { ...email, smarthost: "smtp.example.com" } } },
    says: 'monitoring:receivers.email.smarthost is "smtp.example.com"; it must be host:port, e.g. db.example.com:5432',
  },
  {
    mistake: "a receiver without its fields",
    values: { receivers: { slack: {} } },
    says: 'monitoring:receivers.slack.channel is not set; it must be a channel that starts with # (in quotes, or YAML takes it for a comment), e.g. "#alerts"',
  },
  {
    mistake: "a channel that YAML took for a comment",
    values: { receivers: { slack: { channel: null } } },
    says: 'monitoring:receivers.slack.channel is empty; it must be a channel that starts with # (in quotes, or YAML takes it for a comment), e.g. "#alerts"; write the real value, or remove the key',
  },
  {
    mistake: "a channel without its sign",
    values: { receivers: { slack: { channel: "alerts" } } },
    says: 'monitoring:receivers.slack.channel is "alerts"; it must be a channel that starts with # (in quotes, or YAML takes it for a comment), e.g. "#alerts"',
  },
  {
    mistake: "TLS as text",
    values: { receivers: { email: { ...email, requireTls: "no" } } },
    says: 'monitoring:receivers.email.requireTls is "no"; it must be true or false',
  },
  {
    mistake: "a webhook's URL in plain sight",
    values: { receivers: { webhook: { url: "https://hook.example.com/canary" } } },
    says: "monitoring:receivers.webhook.url is not a known key: it is a secret of its own: remove it here (and change it if the file was shared), then: npm run pulumi -- config set --secret monitoring:webhookUrl",
  },
  {
    mistake: "a mute time that never ends",
    values: { muteTimes: { nights: {} } },
    says: "monitoring:muteTimes.nights has neither weekdays nor times, so no warning would ever reach anyone; say when, e.g. times: [22:00-06:00]",
  },
  {
    mistake: "a mute time without minutes",
    values: { muteTimes: { nights: { times: ["22-6"] } } },
    says: 'monitoring:muteTimes.nights.times.0 is "22-6"; it must be a range of times in UTC that is not empty, e.g. 22:00-06:00',
  },
  {
    mistake: "a mute time that is empty",
    values: { muteTimes: { nights: { times: ["06:00-06:00"] } } },
    says: 'monitoring:muteTimes.nights.times.0 is "06:00-06:00"; it must be a range of times in UTC that is not empty, e.g. 22:00-06:00',
  },
  {
    mistake: "a mute time that is no list",
    values: { muteTimes: { nights: { times: "22:00-06:00" } } },
    says: 'monitoring:muteTimes.nights.times is "22:00-06:00"; it must be a list',
  },
  {
    mistake: "a day that does not exist",
    values: { muteTimes: { weekend: { weekdays: ["saterday"] } } },
    says: 'monitoring:muteTimes.weekend.weekdays.0 is "saterday"; it must be one of monday, tuesday, wednesday, thursday, friday, saturday, sunday; did you mean saturday?',
  },
  {
    mistake: "a mute time for one severity",
    values: { muteTimes: { nights: { times: ["22:00-06:00"], severity: "critical" } } },
    says: "monitoring:muteTimes.nights.severity is not a known key; there are weekdays, times",
  },
  {
    mistake: "a mailbox of AMP's that is none",
    values: { amp: { email: ["oncall"] } },
    says: 'monitoring:amp.email.0 is "oncall"; it must be an e-mail address, e.g. oncall@example.com',
  },
  {
    mistake: "a Slack channel of AMP's by name",
    values: { amp: { slack: { workspace: "T0123456789", channel: "#alerts" } } },
    says: 'monitoring:amp.slack.channel is "#alerts"; it must be an id that starts with C, e.g. C0123456789',
  },
  {
    mistake: "a key of PagerDuty instead of its secret's ARN",
    values: { amp: { pagerduty: { secretArn: "0123456789abcdef0123456789abcdef" } } },
    says: 'monitoring:amp.pagerduty.secretArn is "0123456789abcdef0123456789abcdef"; it must be the ARN of a secret, e.g. arn:aws:secretsmanager:eu-central-1:123456789012:secret:pagerduty-AbCdEf',
  },
  {
    mistake: "a scrape interval that a probe cannot keep",
    values: { scrapeInterval: "1s" },
    says: 'monitoring:scrapeInterval is "1s"; it must be at least 5s, because a probe may take that long; write 5s or more',
  },
  {
    mistake: "a scrape interval over the look-back",
    values: { scrapeInterval: "6m" },
    says: 'monitoring:scrapeInterval is "6m"; it must be at most 2m: Prometheus looks back 5m, and rates over 5m need two samples even when one scrape is missed; write 2m or less',
  },
  {
    mistake: "a retention below two scrapes",
    values: { retention: "10s" },
    says: 'monitoring:retention is "10s", less than two scrapes at monitoring:scrapeInterval "15s"; it must be at least 30s, and days make sense, e.g. 30d',
  },
  {
    mistake: "an own database beside the demo",
    values: { redis: "cache.example.com:6379" },
    says: "monitoring:redis is set, but the demo is watched instead; set monitoring:demo to false to watch your own, or remove the key",
  },
  {
    mistake: "integrations beside the demo",
    values: { integrations: { crm: "https://crm.example.com" } },
    says: "monitoring:integrations is set, but the demo is watched instead; set monitoring:demo to false to watch your own, or remove the key",
  },
  {
    mistake: "no demo and no server",
    values: { demo: false },
    says: "monitoring:mcpServer is not set, but monitoring:demo is false; give the URL of your server's metrics, or remove demo",
  },
  {
    mistake: "a placeholder for a URL",
    values: { ...own, mcpServer: "CHANGE_ME" },
    says: 'monitoring:mcpServer is still the placeholder "CHANGE_ME"; it must be an http or https URL without user or password, e.g. http://localhost:3001/metrics; write the real value, or remove the key',
  },
  {
    mistake: "a variable that nobody replaced",
    values: { ...own, mcpServer: "https://${HOST}/metrics" },
    says: 'monitoring:mcpServer is still the placeholder "https://${HOST}/metrics"; write the real value, or remove the key',
  },
  {
    mistake: "a placeholder in brackets",
    values: { receivers: { email: { ...email, username: "<your user>" } } },
    says: 'monitoring:receivers.email.username is still the placeholder "<your user>"; write the real value, or remove the key',
  },
  {
    mistake: "an empty value",
    values: { runbookBaseUrl: "" },
    says: "monitoring:runbookBaseUrl is empty; it must be text; write the real value, or remove the key",
  },
  {
    mistake: "a key without value",
    values: { retention: null },
    says: "monitoring:retention is empty; it must be a positive whole number and one of s, m, h, d, e.g. 15s; write the real value, or remove the key",
  },
];

const inSecrets: readonly Row[] = [
  {
    mistake: "an empty value of a destination's own secret",
    values: { "remoteWriteSecret-store": "" },
    says: "monitoring:remoteWriteSecret-store (a secret, not shown) is empty; it must be a text of one line; set it with: npm run pulumi -- config set --secret monitoring:remoteWriteSecret-store",
  },
  {
    mistake: "an empty value",
    values: { smtpPassword: "" },
    says: "monitoring:smtpPassword (a secret, not shown) is empty; it must be a text of one line; set it with: npm run pulumi -- config set --secret monitoring:smtpPassword",
  },
  {
    mistake: "a placeholder",
    values: { smtpPassword: "CHANGE_ME" },
    says: "monitoring:smtpPassword (a secret, not shown) is still a placeholder; it must be a text of one line; set it with: npm run pulumi -- config set --secret monitoring:smtpPassword",
  },
  {
    mistake: "a variable that nobody replaced",
    values: { smtpPassword: "${SMTP_PASSWORD}" },
    says: "monitoring:smtpPassword (a secret, not shown) is still a placeholder; it must be a text of one line; set it with: npm run pulumi -- config set --secret monitoring:smtpPassword",
  },
  {
    mistake: "a placeholder in brackets",
    values: { grafanaAuth: "<token>" },
    says: "monitoring:grafanaAuth (a secret, not shown) is still a placeholder; it must be a text of one line; set it with: npm run pulumi -- config set --secret monitoring:grafanaAuth",
  },
  {
    mistake: "a line end that was pasted along",
    values: { smtpPassword: "correct horse\n" },
    says: "monitoring:smtpPassword (a secret, not shown) begins or ends with white space, often a line end; it must be a text of one line; set it with: npm run pulumi -- config set --secret monitoring:smtpPassword",
  },
  {
    mistake: "a webhook of the local inbox",
    values: { slackWebhookUrl: "http://inbox:8025/services/TLOCAL/BLOCAL/canary" },
    says: "monitoring:slackWebhookUrl (a secret, not shown) is the local inbox's address; to use the inbox, remove receivers.slack; it must be an incoming webhook, https://hooks.slack.com/services/T.../B.../...; set it with: npm run pulumi -- config set --secret monitoring:slackWebhookUrl",
  },
  {
    mistake: "a webhook on another host",
    values: { slackWebhookUrl: "https://slack.example.com/services/T000/B000/canary" },
    says: "monitoring:slackWebhookUrl (a secret, not shown) is an address of another host than hooks.slack.com; it must be an incoming webhook, https://hooks.slack.com/services/T.../B.../...; set it with: npm run pulumi -- config set --secret monitoring:slackWebhookUrl",
  },
  {
    mistake: "a webhook without TLS",
    values: { slackWebhookUrl: "http://hooks.slack.com/services/T000/B000/canary" },
    says: "monitoring:slackWebhookUrl (a secret, not shown) is an http address, not https; it must be an incoming webhook, https://hooks.slack.com/services/T.../B.../...; set it with: npm run pulumi -- config set --secret monitoring:slackWebhookUrl",
  },
  {
    mistake: "a webhook with another path",
    values: { slackWebhookUrl: "https://hooks.slack.com/canary" },
    says: "monitoring:slackWebhookUrl (a secret, not shown) has another shape (30 characters); it must be an incoming webhook, https://hooks.slack.com/services/T.../B.../...; set it with: npm run pulumi -- config set --secret monitoring:slackWebhookUrl",
  },
  {
    mistake: "a webhook from an example",
    values: { slackWebhookUrl: "https://hooks.slack.com/services/<your/webhook>" },
    says: "monitoring:slackWebhookUrl (a secret, not shown) has another shape (47 characters); it must be an incoming webhook, https://hooks.slack.com/services/T.../B.../...; set it with: npm run pulumi -- config set --secret monitoring:slackWebhookUrl",
  },
  {
    mistake: "a webhook that is a placeholder",
    values: { slackWebhookUrl: "https://hooks.slack.com/services/CHANGE_ME" },
    says: "monitoring:slackWebhookUrl (a secret, not shown) is still a placeholder; it must be an incoming webhook, https://hooks.slack.com/services/T.../B.../...; set it with: npm run pulumi -- config set --secret monitoring:slackWebhookUrl",
  },
  {
    mistake: "a Slack token",
    values: { slackWebhookUrl: "xoxb-canary" },
    says: "monitoring:slackWebhookUrl (a secret, not shown) is a Slack API token, not a webhook; it must be an incoming webhook, https://hooks.slack.com/services/T.../B.../...; set it with: npm run pulumi -- config set --secret monitoring:slackWebhookUrl",
  },
  {
    mistake: "a PagerDuty REST key",
    values: { pagerdutyRoutingKey: "u+canarycanarycanary" },
    says: "monitoring:pagerdutyRoutingKey (a secret, not shown) has 20 characters, as a REST API key has; it must be the 32 letters and digits of an Events API v2 integration key; set it with: npm run pulumi -- config set --secret monitoring:pagerdutyRoutingKey",
  },
  {
    mistake: "a PagerDuty key that was cut",
    values: { pagerdutyRoutingKey: "0123456789abcdef0123456789abcde" },
    says: "monitoring:pagerdutyRoutingKey (a secret, not shown) has another shape (31 characters); it must be the 32 letters and digits of an Events API v2 integration key; set it with: npm run pulumi -- config set --secret monitoring:pagerdutyRoutingKey",
  },
  {
    mistake: "a PagerDuty address",
    values: { pagerdutyRoutingKey: "https://events.pagerduty.com/integration/canary/enqueue" },
    says: "monitoring:pagerdutyRoutingKey (a secret, not shown) is an address, not a key; it must be the 32 letters and digits of an Events API v2 integration key; set it with: npm run pulumi -- config set --secret monitoring:pagerdutyRoutingKey",
  },
  {
    mistake: "a heartbeat without TLS",
    values: { heartbeatUrl: "http://hc-ping.com/canary" },
    says: "monitoring:heartbeatUrl (a secret, not shown) is an http address, which shows the secret to the network; it must be an https URL, e.g. https://hc-ping.com/<uuid>; set it with: npm run pulumi -- config set --secret monitoring:heartbeatUrl",
  },
  {
    mistake: "a heartbeat that is no URL",
    values: { heartbeatUrl: "hc-ping.com/canary" },
    says: "monitoring:heartbeatUrl (a secret, not shown) has another shape (18 characters); it must be an https URL, e.g. https://hc-ping.com/<uuid>; set it with: npm run pulumi -- config set --secret monitoring:heartbeatUrl",
  },
  {
    mistake: "a webhook's URL of the local inbox",
    values: { webhookUrl: "http://inbox:8025/webhook" },
    says: "monitoring:webhookUrl (a secret, not shown) is the local inbox's address; to use the inbox, remove the receiver; it must be an https URL, e.g. https://hc-ping.com/<uuid>; set it with: npm run pulumi -- config set --secret monitoring:webhookUrl",
  },
  {
    mistake: "a heartbeat URL with a variable",
    values: { heartbeatUrl: "https://hc-ping.com/${UUID}" },
    says: "monitoring:heartbeatUrl (a secret, not shown) is still a placeholder; it must be an https URL, e.g. https://hc-ping.com/<uuid>; set it with: npm run pulumi -- config set --secret monitoring:heartbeatUrl",
  },
];

describe("a mistake in the configuration", () => {
  test.each(inConfiguration)("$mistake", ({ values, says }) => {
    expect(checkConfig(values).problems.map(({ message }) => message)).toEqual([says]);
  });

  test("is never said with a password that was pasted into it", () => {
    expect(inConfiguration.filter(({ says }) => says.includes("canary"))).toEqual([]);
  });
});

describe("a mistake in a secret", () => {
  test.each(inSecrets)("$mistake", ({ values, says }) => {
    expect(secretProblems(values as Record<string, string>).map(({ message }) => message)).toEqual([says]);
  });
});

describe("right values", () => {
  test.each([
    ["slackWebhookUrl", "https://hooks.slack.com/services/T00000000/B00000000/abcdefghijklmnopqrstuvwx"],
    ["slackWebhookUrl", "https://hooks.slack.com/triggers/T00000000/1234567890/0123456789abcdef"],
    ["pagerdutyRoutingKey", "R0123456789ABCDEFGHIJKLMNOPQRSTU"],
    ["pagerdutyRoutingKey", "0123456789abcdef0123456789abcdef"],
    ["heartbeatUrl", "https://hc-ping.com/5f6a7b8c-0000-4000-8000-000000000000"],
    ["smtpPassword", "p@ss: ${w}ord/<x> %41 'quoted' change_me_not"],
  ])("of %s pass: %s", (name, value) => {
    expect(secretProblems({ [name]: value })).toEqual([]);
  });
});

test("many mistakes come back together, and what is right is still read", () => {
  const { config, problems } = checkConfig({
    namePrefix: "shop",
    retenton: "30d",
    retention: "30 days",
    scrapeInterval: "10m",
    ports: { prometheus: 0, inbox: 9093, alertmanager: 9093, grafna: 1 },
    receivers: { email: { to: "nobody", smarthost: "smtp.example.com" }, slack: { channel: "alerts" } },
    demo: false,
    mcpServer: "CHANGE_ME",
    postgres: "db.example.com:5432",
    images: { prometheus: "mirror.example.com/prometheus:v3" },
  });
  expect(problems.map(({ key }) => key)).toEqual([
    "ports.prometheus",
    "ports.grafna",
    "retention",
    "mcpServer",
    "receivers.email.to",
    "receivers.email.from",
    "receivers.email.smarthost",
    "receivers.email.username",
    "receivers.slack.channel",
    "retenton",
    "ports.inbox",
    "scrapeInterval",
    "postgresSslmode",
  ]);
  expect(config).toMatchObject({
    namePrefix: "shop",
    retention: "30d",
    ports: { prometheus: 9090, inbox: 9093 },
    images: { prometheus: "mirror.example.com/prometheus:v3" },
  });
});
