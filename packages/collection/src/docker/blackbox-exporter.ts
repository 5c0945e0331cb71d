import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { serviceContainer } from "./service-container.ts";
import type { Site } from "./site.ts";
import { seededVolume } from "./volumes.ts";

/** A blackbox exporter and its module file. */
export interface BlackboxExporterArgs {
  readonly site: Site;
  readonly image: pulumi.Input<string>;
  /** config.yml as text. */
  readonly config: string;
  readonly port: number | false;
}

const nobody = "65534";

/** Looks at services from outside: HTTP and TCP probes. */
export class BlackboxExporter extends pulumi.ComponentResource {
  /** Registers image, volume, seeder and exporter. */
  constructor(name: string, args: BlackboxExporterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("monitoring:collection/docker:BlackboxExporter", name, {}, opts);
    const { site } = args;
    const parent = { parent: this };
    const image = new docker.RemoteImage(`${name}-image`, { name: args.image, keepLocally: true }, parent);
    const config = seededVolume(
      `${name}-config`,
      {
        site,
        volume: "blackbox-exporter-config",
        image: image.imageId,
        target: "/etc/blackbox_exporter",
        files: { "config.yml": args.config },
        mode: "0444",
        owner: nobody,
      },
      parent,
    );
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
        mounts: [{ volume: config.volume.name, target: "/etc/blackbox_exporter", readOnly: true }],
        ports: [{ inside: 9115, host: args.port }],
        memoryMb: 64,
        hostGateway: true,
      },
      { ...parent, dependsOn: [config.seeder] },
    );
    this.registerOutputs({});
  }
}
