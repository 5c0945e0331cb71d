import {
  Agents,
  collectorGroup,
  ConfigBucket,
  Exporters,
  type FargatePlace,
} from "@monitoring/collection/aws";
import { address } from "@monitoring/collection";
import { replicas } from "@monitoring/remote-storage";
import { WriteRole, type Workspace } from "@monitoring/remote-storage/aws";
import * as pulumi from "@pulumi/pulumi";
import { blackboxFile, mcpTokenFile } from "../artefacts.ts";
import { agentFiles, externalFile } from "../collectors/collector-files.ts";
import { databasesOnEcs, ecsNames, withoutDemo } from "../collectors/on-ecs.ts";
import type { Config, SecretName } from "../config.ts";
import type { CustomFiles } from "../custom-files.ts";
import { images, taskImages } from "../images.ts";
import type { OnAws } from "./identity.ts";

type Secrets = (name: SecretName) => pulumi.Output<string>;

/**
 * Places the collectors, or for a Prometheus of one's own what it needs.
 * @returns outputs of the stack, by name
 */
export function placeCollectors(
  config: Config,
  custom: CustomFiles,
  workspace: Workspace,
  secret: Secrets,
  onAws: OnAws,
): Readonly<Record<string, pulumi.Output<string>>> {
  return config.collector.kind === "ecs"
    ? onEcs(config, custom, workspace, secret, onAws)
    : outside(config, custom, workspace, onAws);
}

function outside(
  config: Config,
  custom: CustomFiles,
  { arn, account, region, remoteWriteUrl }: Workspace,
  onAws: OnAws,
): Readonly<Record<string, pulumi.Output<string>>> {
  const role = new WriteRole(
    "remote-write",
    { roleName: `${config.namePrefix}-remote-write`, workspaceArn: arn, account },
    onAws,
  );
  const collectorConfig = pulumi
    .all([remoteWriteUrl, region, role.arn])
    .apply(([url, where, roleArn]) => externalFile(config, custom, { url, region: where, role: roleArn }));
  return { remoteWriteRole: role.arn, collectorConfig };
}

function onEcs(
  config: Config,
  custom: CustomFiles,
  workspace: Workspace,
  secret: Secrets,
  onAws: OnAws,
): Readonly<Record<string, pulumi.Output<string>>> {
  const { namePrefix: prefix, collector } = config;
  const image = (name: keyof typeof images | keyof typeof taskImages): string =>
    config.images[name] ?? { ...images, ...taskImages }[name];
  // Those that are missing have been refused.
  const { cluster = "", vpc = "", subnets = [], securityGroups = [], publicIp = false } = collector;
  const own = collectorGroup("collectors", { prefix, vpc }, { provider: onAws.providers.aws });
  const bucket = new ConfigBucket("collectors-config", { prefix }, onAws);
  const place: FargatePlace = {
    region: config.aws.region ?? "",
    cluster,
    subnets,
    securityGroups: [own, ...securityGroups],
    publicIp,
    logRetentionDays: config.workspace.logRetention,
    bringer: image("task-files"),
  };
  const ecsExporter = image("ecs-exporter");
  const exporters = new Exporters(
    "exporters",
    {
      place,
      bucket,
      prefix,
      vpc,
      domain: ecsNames(config).domain,
      images: {
        blackbox: image("blackbox-exporter"),
        postgres: image("postgres-exporter"),
        redis: image("redis-exporter"),
        ecsExporter,
      },
      blackbox: blackboxFile(withoutDemo(config)),
      blackboxSecrets: config.mcpProbe?.token === true ? { [mcpTokenFile]: secret("mcpProbeToken") } : {},
      ...asked(config, secret),
    },
    onAws,
  );
  const files = pulumi
    .all([workspace.remoteWriteUrl, workspace.region])
    .apply(([url, region]) => agentFiles(config, custom, { url, region }));
  new Agents(
    "collectors",
    {
      place,
      bucket,
      prefix,
      images: { prometheus: image("prometheus"), ecsExporter },
      configs: replicas.map((replica) => ({ replica, text: files.apply((texts) => texts[replica]) })),
      workspaceArn: workspace.arn,
    },
    // What they ask is there before they are.
    { ...onAws, dependsOn: [exporters] },
  );
  return {};
}

/** The databases that are watched, and who asks them. */
function asked(config: Config, secret: Secrets): Partial<ConstructorParameters<typeof Exporters>[1]> {
  const { postgres, redis } = databasesOnEcs(config);
  return {
    ...(postgres && {
      postgres: {
        address: address(postgres),
        database: config.postgresDatabase,
        user: config.postgresUser,
        password: secret("postgresExporterPassword"),
        sslmode: config.postgresSslmode ?? "require",
      },
    }),
    ...(redis && {
      redis: {
        server: redis,
        ...(config.redisUser !== undefined && {
          login: { user: config.redisUser, password: secret("redisExporterPassword") },
        }),
      },
    }),
  };
}
