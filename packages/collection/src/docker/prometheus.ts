import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { prometheusSecretsFolder, resendDelay } from "../compile-prometheus.ts";
import type { Duration } from "../duration.ts";
import { serviceContainer } from "./service-container.ts";
import type { Site } from "./site.ts";
import { dataVolume, seededVolume } from "./volumes.ts";

/** A Prometheus server and the files it is configured with. */
export interface PrometheusArgs {
  readonly site: Site;
  readonly image: pulumi.Input<string>;
  /** prometheus.yml and everything that it names, by path. */
  readonly files: Readonly<Record<string, string>>;
  /** What it authenticates to remote storage with, by file name in `prometheusSecretsFolder`; read at each request. */
  readonly secrets?: Readonly<Record<string, pulumi.Input<string>>>;
  /** The one of {@link secrets} that is in AWS's format, which is read only at the start. */
  readonly awsCredentials?: string;
  readonly port: number | false;
  /** Where a person opens it: the base of links in alerts. */
  readonly externalUrl: string;
  readonly retention: Duration;
  /** In Prometheus's notation, e.g. `10GB`. */
  readonly retentionSize: string;
}

const nobody = "65534";

/** Prometheus with its data in a volume; a changed file is live within seconds, without a restart. */
export class Prometheus extends pulumi.ComponentResource {
  /** The running container's id. */
  readonly containerId: pulumi.Output<string>;

  /** Registers image, volumes, seeder and server. */
  constructor(name: string, args: PrometheusArgs, opts?: pulumi.ComponentResourceOptions) {
    super("monitoring:collection/docker:Prometheus", name, {}, opts);
    const { site } = args;
    const parent = { parent: this };
    const image = new docker.RemoteImage(`${name}-image`, { name: args.image, keepLocally: true }, parent);
    const config = seededVolume(
      `${name}-config`,
      {
        site,
        volume: "prometheus-config",
        image: image.imageId,
        target: "/etc/prometheus",
        files: args.files,
        owner: nobody,
      },
      parent,
    );
    const secrets =
      args.secrets &&
      seededVolume(
        `${name}-secrets`,
        {
          site,
          volume: "prometheus-secrets",
          image: site.seederImage,
          target: prometheusSecretsFolder,
          secrets: args.secrets,
          owner: nobody,
        },
        parent,
      );
    const data = dataVolume(`${name}-data-a`, site, "prometheus-data", parent);
    const container = serviceContainer(
      `${name}-a`,
      {
        site,
        service: "prometheus",
        image: image.imageId,
        user: `${nobody}:${nobody}`,
        command: flags(args),
        mounts: [
          config.mount,
          ...(secrets ? [secrets.mount] : []),
          { volume: data.name, target: "/prometheus" },
        ],
        ports: [{ inside: 9090, host: args.port }],
        networks: ["scrape", "notify", "ui"],
        memoryMb: 1024,
        hostGateway: true,
        ...(args.awsCredentials !== undefined && {
          environment: {
            // A path, no secret.
            AWS_SHARED_CREDENTIALS_FILE: `${prometheusSecretsFolder}/${args.awsCredentials}`,
          },
          ...(secrets && { restartOn: secrets.seeder.id }),
        }),
      },
      { ...parent, dependsOn: [config.seeder, ...(secrets ? [secrets.seeder] : [])] },
    );
    this.containerId = container.id;
    this.registerOutputs({ containerId: this.containerId });
  }
}

function flags(args: PrometheusArgs): string[] {
  return [
    "--config.file=/etc/prometheus/prometheus.yml",
    "--storage.tsdb.path=/prometheus",
    `--storage.tsdb.retention.time=${args.retention}`,
    `--storage.tsdb.retention.size=${args.retentionSize}`,
    `--web.external-url=${args.externalUrl}`,
    "--web.route-prefix=/",
    // Compares checksums of the configuration and its rule files; the lifecycle and admin APIs stay off.
    "--config.auto-reload",
    "--config.auto-reload-interval=5s",
    `--rules.alert.resend-delay=${resendDelay}`,
  ];
}
