import { seededVolume, serviceContainer, type Site } from "@monitoring/collection/docker";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { siteFile, type Site as Shown } from "../site.ts";

/** The preview and what it shows. */
export interface PreviewArgs {
  readonly site: Site;
  readonly image: pulumi.Input<string>;
  readonly shown: Shown;
  /** Dashboards as JSON, by the file that {@link PreviewArgs.shown} names. */
  readonly dashboards: Readonly<Record<string, string>>;
  /** URLs of what it passes questions on to. */
  readonly prometheus: string;
  readonly alertmanager: string;
  readonly port: number | false;
}

// The image is made from Node's, whose user this is.
const owner = "1000";
const dashboardsFolder = "/dashboards";

/** Shows the dashboards where Grafana's image cannot be had. It only reads, and keeps nothing. */
export class Preview extends pulumi.ComponentResource {
  /** Registers image, volume, seeder and server. */
  constructor(name: string, args: PreviewArgs, opts?: pulumi.ComponentResourceOptions) {
    super("monitoring:preview/docker:Preview", name, {}, opts);
    const { site } = args;
    const parent = { parent: this };
    const image = new docker.RemoteImage(`${name}-image`, { name: args.image, keepLocally: true }, parent);
    const dashboards = seededVolume(
      `${name}-dashboards`,
      {
        site,
        image: site.seederImage,
        owner,
        volume: "preview-dashboards",
        target: dashboardsFolder,
        // What it reads is what the list names: a file that was dropped stays in the volume.
        files: { ...args.dashboards, [siteFile]: JSON.stringify(args.shown) },
        mode: "0444",
      },
      parent,
    );
    serviceContainer(
      name,
      {
        site,
        service: "preview",
        image: image.imageId,
        user: `${owner}:${owner}`,
        command: [
          `--dashboards=${dashboardsFolder}`,
          `--prometheus=${args.prometheus}`,
          `--alertmanager=${args.alertmanager}`,
        ],
        mounts: [{ volume: dashboards.volume.name, target: dashboardsFolder, readOnly: true }],
        ports: [{ inside: 3000, host: args.port }],
        networks: ["ui"],
        memoryMb: 128,
      },
      { ...parent, dependsOn: [dashboards.seeder] },
    );
    this.registerOutputs({});
  }
}
