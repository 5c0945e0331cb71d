import { receiverSecretFiles, type ReceiverSecret } from "@monitoring/alerting";
import { Alertmanager } from "@monitoring/alerting/docker";
import { address, browserUrl } from "@monitoring/collection";
import {
  BlackboxExporter,
  Cadvisor,
  networks,
  NodeExporter,
  PostgresExporter,
  Prometheus,
  RedisExporter,
  type Mount,
  type Site,
} from "@monitoring/collection/docker";
import { databaseName, Demo, Inbox, monitoringUser, probeToken } from "@monitoring/demo/docker";
import { Grafana } from "@monitoring/visualization/docker";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import {
  alertmanagerFile,
  blackboxFile,
  grafanaDashboards,
  grafanaFiles,
  hasProbeToken,
  mcpTokenFile,
  prometheusFiles,
  secretsFolder,
} from "./artefacts.ts";
import { isAvailable, type Config, type SecretName } from "./config.ts";
import { images, type ImageName } from "./images.ts";
import { inboxAccess, inboxCaFolder, requiredSecrets, resolveReceivers } from "./receivers.ts";
import { databases } from "./targets.ts";

/** Places the whole stack on a Docker engine. */
export function place(config: Config): Record<string, string> {
  const secret = requireSecrets(config);
  const image = (name: ImageName): string => config.images[name] ?? images[name];
  const external = (service: keyof Config["ports"]): string =>
    browserUrl(config.bindAddress, config.ports[service] || 0);

  const { namePrefix: prefix, bindAddress, protectData, ports } = config;
  const seeder = new docker.RemoteImage("seeder-image", {
    name: image("blackbox-exporter"),
    keepLocally: true,
  });
  const site: Site = {
    prefix,
    networks: networks(prefix),
    bindAddress,
    seederImage: seeder.imageId,
    protectData,
  };

  const receivers = resolveReceivers(config);
  const inbox = receivers.inbox
    ? new Inbox("inbox", {
        site,
        image: image("demo"),
        port: ports.inbox,
        token: secret("inboxToken"),
        slackPath: inboxAccess.slackPath,
        smtpUser: inboxAccess.smtpUser,
      })
    : undefined;
  const ca: Mount[] = inbox ? [{ volume: inbox.caVolume, target: inboxCaFolder, readOnly: true }] : [];

  new Alertmanager("alertmanager", {
    site,
    image: image("alertmanager"),
    config: alertmanagerFile(config),
    secrets: secretFiles(receivers.secrets, secret),
    secretsFolder,
    port: ports.alertmanager,
    externalUrl: external("alertmanager"),
    mounts: ca,
  });
  new BlackboxExporter("blackbox-exporter", {
    site,
    image: image("blackbox-exporter"),
    config: blackboxFile(config),
    ...(hasProbeToken(config) && {
      secrets: {
        [mcpTokenFile]:
          config.demo === false ? secret("mcpProbeToken") : secret("mcpToken").apply(probeToken),
      },
    }),
    port: ports["blackbox-exporter"],
  });
  new NodeExporter("node-exporter", {
    site,
    image: image("node-exporter"),
    port: ports["node-exporter"],
    rootPropagation: config.rootPropagation,
  });
  new Cadvisor("cadvisor", { site, image: image("cadvisor"), port: ports.cadvisor });
  placeDatabaseExporters(config, site, image, secret);
  new Prometheus("prometheus", {
    site,
    image: image("prometheus"),
    files: prometheusFiles(config),
    port: ports.prometheus,
    externalUrl: external("prometheus"),
    retention: config.retention,
    retentionSize: config.retentionSize,
  });
  if (config.demo !== false) {
    new Demo("demo", {
      site,
      images: { demo: image("demo"), postgres: image("postgres"), redis: image("redis") },
      ports: { server: ports["mcp-server"], admin: ports["mcp-admin"] },
      dialect: config.demo === true ? ["seed"] : config.demo.dialect,
      token: secret("mcpToken"),
      postgresPassword: secret("postgresPassword"),
      redisPassword: secret("redisPassword"),
      exporterPasswords: {
        postgres: secret("postgresExporterPassword"),
        redis: secret("redisExporterPassword"),
      },
    });
  }
  if (isAvailable(config, "grafana")) {
    const { folder, files } = grafanaDashboards();
    new Grafana("grafana", {
      site,
      image: image("grafana"),
      files: grafanaFiles(config),
      dashboards: files,
      dashboardsFolder: folder,
      secrets: { adminPassword: secret("grafanaAdminPassword"), secretKey: secret("grafanaSecretKey") },
      port: ports.grafana,
    });
  }
  return {
    ...(isAvailable(config, "grafana") && { grafana: external("grafana") }),
    prometheus: external("prometheus"),
    alertmanager: external("alertmanager"),
    inbox: external("inbox"),
  };
}

/** The exporters of the databases that are watched: the demo's, or those of the user's own that are named. */
function placeDatabaseExporters(
  config: Config,
  site: Site,
  image: (name: ImageName) => string,
  secret: (name: SecretName) => pulumi.Output<string>,
): void {
  const demo = config.demo !== false;
  const { postgres, redis } = databases(config);
  if (postgres) {
    new PostgresExporter("postgres-exporter", {
      site,
      image: image("postgres-exporter"),
      port: config.ports["postgres-exporter"],
      database: {
        address: address(postgres),
        name: demo ? databaseName : config.postgresDatabase,
        user: demo ? monitoringUser : config.postgresUser,
        password: secret("postgresExporterPassword"),
        // The demo's is on a network of its own, without TLS.
        sslmode: demo ? "disable" : (config.postgresSslmode ?? "require"),
      },
    });
  }
  if (redis) {
    const user = demo ? monitoringUser : config.redisUser;
    new RedisExporter("redis-exporter", {
      site,
      image: image("redis-exporter"),
      port: config.ports["redis-exporter"],
      server: redis,
      ...(user !== undefined && { login: { user, password: secret("redisExporterPassword") } }),
    });
  }
}

/** Looks every needed secret up first, so that all that are missing are named at once. */
function requireSecrets(config: Config): (name: SecretName) => pulumi.Output<string> {
  const stackConfig = new pulumi.Config();
  const needed = requiredSecrets(config);
  const missing = needed.filter((name) => stackConfig.getSecret(name) === undefined);
  if (missing.length > 0) {
    throw new pulumi.RunError(
      `stack ${pulumi.getStack()} needs secrets that are not set: ${missing.join(", ")}. ` +
        "`npm run up` makes those of the demo and the inbox; set others with: npm run pulumi -- config set --secret monitoring:<name>",
    );
  }
  return (name) => stackConfig.requireSecret(name);
}

function secretFiles(
  sources: ReturnType<typeof resolveReceivers>["secrets"],
  secret: (name: SecretName) => pulumi.Output<string>,
): Record<string, pulumi.Output<string>> {
  return Object.fromEntries(
    Object.entries(sources).map(([key, source]) => [
      receiverSecretFiles[key as ReceiverSecret],
      secret(source.secret).apply(source.content),
    ]),
  );
}
