import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { probeSecretsFolder } from "../compile-blackbox.ts";
import { serviceContainer, type Mount } from "./service-container.ts";
import type { Site } from "./site.ts";
import { seededVolume } from "./volumes.ts";

/** A blackbox exporter and its module file. */
export interface BlackboxExporterArgs {
  readonly site: Site;
  readonly image: pulumi.Input<string>;
  /** config.yml as text. */
  readonly config: string;
  /** What it authenticates with, by file name in `probeSecretsFolder`; it reads them at every probe. */
  readonly secrets?: Readonly<Record<string, pulumi.Input<string>>>;
  readonly port: number | false;
}

const nobody = "65534";

/** Looks at services from outside: HTTP, TCP, TLS and MCP probes. */
export class BlackboxExporter extends pulumi.ComponentResource {
  /** Registers image, volume, seeder and exporter. */
  constructor(name: string, args: BlackboxExporterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("monitoring:collection/docker:BlackboxExporter", name, {}, opts);
    const { site } = args;
    const parent = { parent: this };
    const image = new docker.RemoteImage(`${name}-image`, { name: args.image, keepLocally: true }, parent);
    const seed = { site, image: image.imageId, owner: nobody } as const;
    const config = seededVolume(
      `${name}-config`,
      {
        ...seed,
        volume: "blackbox-exporter-config",
        target: "/etc/blackbox_exporter",
        files: { "config.yml": args.config },
      },
      parent,
    );
    const secrets =
      args.secrets &&
      seededVolume(
        `${name}-secrets`,
        {
          ...seed,
          volume: "blackbox-exporter-secrets",
          target: probeSecretsFolder,
          secrets: args.secrets,
        },
        parent,
      );
    const mounts: Mount[] = [config.mount, ...(secrets ? [secrets.mount] : [])];
    serviceContainer(
      name,
      {
        site,
        service: "blackbox-exporter",
        image: image.imageId,
        user: `${nobody}:${nobody}`,
        command: [
          "--config.file=/etc/blackbox_exporter/config.yml",
          "--config.enable-auto-reload",
          // In seconds, unlike Prometheus's flag of this name.
          "--config.auto-reload-interval=5",
          // Each of these checks is a line at level info.
          "--log.level=warn",
        ],
        mounts,
        ports: [{ inside: 9115, host: args.port }],
        networks: ["scrape"],
        memoryMb: 64,
        hostGateway: true,
      },
      { ...parent, dependsOn: [config.seeder, ...(secrets ? [secrets.seeder] : [])] },
    );
    this.registerOutputs({});
  }
}
