import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { collectorPorts } from "../agent.ts";
import { probeSecretsFolder } from "../compile-blackbox.ts";
import { address, type Endpoint } from "../endpoint.ts";
import { pgpass } from "../pgpass.ts";
import { postgresCollectors } from "../postgres-collectors.ts";
import { redisPasswordFile } from "../redis-password-file.ts";
import type { ConfigBucket } from "./config-bucket.ts";
import { ecsExporter } from "./ecs-exporter.ts";
import { FargateService, type FargatePlace } from "./fargate-service.ts";
import { secretFile } from "./secret-file.ts";
import type { TaskContainer } from "./task-containers.ts";
import type { TaskFile } from "./task-files.ts";

/** A PostgreSQL server and who asks it. */
export interface AskedPostgres {
  /** host:port. */
  readonly address: string;
  readonly database: string;
  readonly user: string;
  readonly password: pulumi.Output<string>;
  readonly sslmode: string;
}

/** A Redis server and who asks it. */
export interface AskedRedis {
  readonly server: Endpoint;
  /** @default nobody: the server asks for no password */
  readonly login?: { readonly user: string; readonly password: pulumi.Output<string> };
}

/** What measures databases and looks at services from outside. */
export interface ExportersArgs {
  readonly place: FargatePlace;
  readonly bucket: ConfigBucket;
  readonly prefix: string;
  /** Name under which the task is found, and the network that knows it: `exporters.<domain>`. */
  readonly domain: string;
  readonly vpc: string;
  readonly images: {
    readonly blackbox: string;
    readonly postgres: string;
    readonly redis: string;
    readonly ecsExporter: string;
  };
  /** The blackbox exporter's config.yml. */
  readonly blackbox: string;
  /** Secret files of the blackbox exporter, by name in its secrets folder. */
  readonly blackboxSecrets: Readonly<Record<string, pulumi.Output<string>>>;
  /** @default none is watched */
  readonly postgres?: AskedPostgres;
  /** @default none is watched */
  readonly redis?: AskedRedis;
}

/** Host of the exporters' task in a domain. */
export function exportersHost(domain: string): string {
  return `exporters.${domain}`;
}

interface Part {
  readonly container: TaskContainer;
  readonly volumes: readonly string[];
  readonly files: readonly TaskFile[];
}

/** One task with the blackbox exporter, and an exporter for each database that is watched. */
export class Exporters extends pulumi.ComponentResource {
  /** Registers the name, the secrets and the service. */
  constructor(name: string, args: ExportersArgs, opts?: pulumi.ComponentResourceOptions) {
    super("monitoring:collection/aws:Exporters", name, {}, opts);
    const parent = { parent: this };
    const namespace = new aws.servicediscovery.PrivateDnsNamespace(
      name,
      { name: args.domain, vpc: args.vpc, description: "where collectors find exporters" },
      parent,
    );
    const registry = new aws.servicediscovery.Service(
      name,
      {
        name: "exporters",
        dnsConfig: {
          namespaceId: namespace.id,
          dnsRecords: [{ type: "A", ttl: 10 }],
          routingPolicy: "MULTIVALUE",
        },
      },
      parent,
    );
    const parts = [
      blackbox(name, args, parent),
      ...(args.postgres ? [postgres(name, args, args.postgres, parent)] : []),
      ...(args.redis ? [redis(name, args, args.redis, parent)] : []),
    ];
    new FargateService(
      name,
      {
        place: args.place,
        service: `${args.prefix}-exporters`,
        cpu: 256,
        memoryMb: 512,
        volumes: parts.flatMap(({ volumes }) => volumes),
        files: parts.flatMap(({ files }) => files),
        containers: [...parts.map(({ container }) => container), ecsExporter(args.images.ecsExporter)],
        registry: registry.arn,
      },
      parent,
    );
    this.registerOutputs({});
  }
}

function blackbox(name: string, args: ExportersArgs, parent: pulumi.CustomResourceOptions): Part {
  const folder = "/etc/blackbox_exporter";
  const secrets = Object.entries(args.blackboxSecrets).map(([file, content]) =>
    secretFile(
      `${name}-${file}`,
      { secretName: `${args.prefix}-${file}`, content, to: `${probeSecretsFolder}/${file}` },
      parent,
    ),
  );
  return {
    container: {
      name: "blackbox-exporter",
      image: args.images.blackbox,
      command: [`--config.file=${folder}/config.yml`, "--log.level=warn"],
      mounts: [
        { volume: "blackbox-config", path: folder, readOnly: true },
        ...(secrets.length > 0
          ? [{ volume: "blackbox-secrets", path: probeSecretsFolder, readOnly: true }]
          : []),
      ],
      port: collectorPorts.blackbox,
      memoryMb: 64,
      essential: true,
    },
    volumes: ["blackbox-config", ...(secrets.length > 0 ? ["blackbox-secrets"] : [])],
    files: [
      args.bucket.file(`${name}-blackbox-config`, "blackbox.yml", args.blackbox, `${folder}/config.yml`),
      ...secrets,
    ],
  };
}

function postgres(
  name: string,
  { images, prefix }: ExportersArgs,
  { address: server, database, user, password, sslmode }: AskedPostgres,
  parent: pulumi.CustomResourceOptions,
): Part {
  const folder = "/run/secrets/postgres-exporter";
  const file = `${folder}/pgpass`;
  const secret = { secretName: `${prefix}-postgres-exporter`, content: password.apply(pgpass), to: file };
  return {
    container: {
      name: "postgres-exporter",
      image: images.postgres,
      command: postgresCollectors.map((collector) => `--collector.${collector}`),
      environment: {
        DATA_SOURCE_URI: `${server}/${database}?sslmode=${sslmode}`,
        DATA_SOURCE_USER: user,
        PGPASSFILE: file,
      },
      mounts: [{ volume: "postgres-secrets", path: folder, readOnly: true }],
      port: collectorPorts.postgres,
      memoryMb: 64,
      essential: true,
    },
    volumes: ["postgres-secrets"],
    files: [secretFile(`${name}-postgres`, secret, parent)],
  };
}

function redis(
  name: string,
  { images, prefix }: ExportersArgs,
  { server, login }: AskedRedis,
  parent: pulumi.CustomResourceOptions,
): Part {
  const folder = "/run/secrets/redis-exporter";
  const file = `${folder}/passwords.json`;
  const secret = login && {
    secretName: `${prefix}-redis-exporter`,
    content: login.password.apply((password) => redisPasswordFile(server, login.user, password)),
    to: file,
  };
  return {
    container: {
      name: "redis-exporter",
      image: images.redis,
      command: [
        `--redis.addr=redis://${address(server)}`,
        // CONFIG GET shows the server's own passwords to whoever may call it; INFO has what is measured here.
        "--config-command=-",
        ...(login ? [`--redis.user=${login.user}`, `--redis.password-file=${file}`] : []),
      ],
      mounts: secret ? [{ volume: "redis-secrets", path: folder, readOnly: true }] : [],
      port: collectorPorts.redis,
      memoryMb: 64,
      essential: true,
    },
    volumes: secret ? ["redis-secrets"] : [],
    files: secret ? [secretFile(`${name}-redis`, secret, parent)] : [],
  };
}
