import { receiverSecretFiles, type ReceiverSecret } from "@monitoring/alerting";
import { Alertmanager } from "@monitoring/alerting/docker";
import { url } from "@monitoring/collection";
import { Prometheus, type Mount } from "@monitoring/collection/docker";
import { Demo, Inbox } from "@monitoring/demo/docker";
import { Preview } from "@monitoring/preview/docker";
import { Grafana } from "@monitoring/visualization/docker";
import * as pulumi from "@pulumi/pulumi";
import { alertmanagerFiles, secretsFolder } from "./alerting-files.ts";
import { dashboardFiles, grafanaFiles, prometheusFiles } from "./artefacts.ts";
import { isAvailable, showsPreview, type Config, type SecretName } from "./config.ts";
import type { CustomFiles } from "./custom-files.ts";
import { previewFiles } from "./preview-files.ts";
import { services } from "./targets.ts";
import { placeExporters } from "./dev/exporters.ts";
import { placement, type Placement } from "./dev/placement.ts";
import { sayCost } from "./cost/say-cost.ts";
import { isPaidFor } from "./cost/stack-cost.ts";
import { inboxAccess, inboxCaFolder, resolveReceivers } from "./receivers.ts";
import { awsCredentialsFile, resolveDestinations } from "./shipping/destinations.ts";

/**
 * Places the whole stack on a Docker engine.
 * @param custom what people dropped into the clone
 * @param named names the deployment in a configuration: it asks git, and compiles every file
 */
export async function place(
  given: Config,
  custom: CustomFiles = {},
  named = (config: Config): Promise<Config> => Promise.resolve(config),
): Promise<Record<string, string>> {
  if (isPaidFor(given)) sayCost(given);
  const begun = placement(given);
  // What needs no file leaves meanwhile, so that the engine starts the provider while the files are compiled.
  const config = await named(given);
  const placed = { ...begun, config };
  const { site, image, secret, external } = placed;
  const { ports } = config;
  // First, because `up` then waits until it has scraped every target.
  placePrometheus(placed, custom);
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
    files: alertmanagerFiles(config),
    secrets: secretFiles(receivers.secrets, secret),
    secretsFolder,
    port: ports.alertmanager,
    externalUrl: external("alertmanager"),
    mounts: ca,
  });
  placeExporters(placed);
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
  placeGrafana(placed, custom);
  placePreview(placed, custom);
  return {
    ...(isAvailable(config, "grafana") && { grafana: external("grafana") }),
    ...(showsPreview(config) && { preview: external("grafana") }),
    prometheus: external("prometheus"),
    alertmanager: external("alertmanager"),
    inbox: external("inbox"),
  };
}

function placePrometheus({ config, site, image, secret, external }: Placement, custom: CustomFiles): void {
  const { secretFiles: files } = resolveDestinations(config);
  const secrets = Object.fromEntries(
    Object.entries(files).map(([name, { secrets, content }]) => [
      name,
      pulumi.all(secrets.map(secret)).apply(content),
    ]),
  );
  new Prometheus("prometheus", {
    site,
    image: image("prometheus"),
    files: prometheusFiles(config, custom),
    ...(Object.keys(secrets).length > 0 && { secrets }),
    ...(awsCredentialsFile in secrets && { awsCredentials: awsCredentialsFile }),
    port: config.ports.prometheus,
    externalUrl: external("prometheus"),
    retention: config.retention,
    retentionSize: config.retentionSize,
  });
}

function placeGrafana({ config, site, image, secret }: Placement, custom: CustomFiles): void {
  if (!isAvailable(config, "grafana")) return;
  new Grafana("grafana", {
    site,
    image: image("grafana"),
    files: grafanaFiles(config),
    dashboards: dashboardFiles(config, custom),
    secrets: { adminPassword: secret("grafanaAdminPassword"), secretKey: secret("grafanaSecretKey") },
    port: config.ports.grafana,
  });
}

function placePreview({ config, site, image }: Placement, custom: CustomFiles): void {
  if (!showsPreview(config)) return;
  new Preview("preview", {
    site,
    image: image("preview"),
    shown: previewFiles(config, custom),
    prometheus: url(services.prometheus),
    alertmanager: url(services.alertmanager),
    port: config.ports.grafana,
  });
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
