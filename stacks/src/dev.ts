import { Alertmanager } from "@monitoring/alerting/docker";
import { browserUrl, compileBlackbox, toYaml } from "@monitoring/collection";
import {
  BlackboxExporter,
  ownership,
  Prometheus,
  type Mount,
  type Site,
} from "@monitoring/collection/docker";
import { Demo, Inbox } from "@monitoring/demo/docker";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { alertmanagerFile, prometheusFiles, secretsFolder } from "./artefacts.ts";
import type { Config, SecretName } from "./config.ts";
import { images, type ImageName } from "./images.ts";
import { programSecrets } from "./program-secrets.ts";
import { inboxAccess, inboxCaFolder, requiredSecrets, resolveReceivers } from "./receivers.ts";
import { receiverSecretFiles, type ReceiverSecret } from "@monitoring/alerting";

/** Places the whole stack on a Docker engine. */
export function place(config: Config): Record<string, string> {
  const secret = programSecrets(requiredSecrets(config));
  const image = (name: ImageName): string => config.images[name] ?? images[name];
  const external = (service: keyof Config["ports"]): string =>
    browserUrl(config.bindAddress, config.ports[service] || 0);

  const { namePrefix: prefix, bindAddress, protectData, ports } = config;
  const network = new docker.Network(
    "network",
    { name: `${prefix}-monitoring`, labels: ownership(prefix) },
    { ignoreChanges: ["labels"] },
  );
  const site: Site = { prefix, network: network.name, bindAddress, protectData };

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
    config: toYaml(compileBlackbox()),
    port: ports["blackbox-exporter"],
  });
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
    });
  }
  return {
    prometheus: external("prometheus"),
    alertmanager: external("alertmanager"),
    inbox: external("inbox"),
  };
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
