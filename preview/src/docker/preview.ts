import { seededVolume, serviceContainer, type Site } from "@monitoring/collection/docker";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { packed, shownFile, type PreviewFiles } from "../preview-files.ts";

/** The preview and what it shows. */
export interface PreviewArgs {
  readonly site: Site;
  readonly image: pulumi.Input<string>;
  readonly shown: PreviewFiles;
  /** URLs of what it passes questions on to. */
  readonly prometheus: string;
  readonly alertmanager: string;
  readonly port: number | false;
}

// The image is made from Node's, whose user this is.
const owner = "1000";
const folder = "/shown";

/** Shows the dashboards where Grafana's image cannot be had. It only reads, and keeps nothing. */
export class Preview extends pulumi.ComponentResource {
  /** Registers image, volume, seeder and server. */
  constructor(name: string, args: PreviewArgs, opts?: pulumi.ComponentResourceOptions) {
    super("monitoring:preview/docker:Preview", name, {}, opts);
    const { site } = args;
    const parent = { parent: this };
    const image = new docker.RemoteImage(`${name}-image`, { name: args.image, keepLocally: true }, parent);
    const { mount, seeder } = seededVolume(
      `${name}-dashboards`,
      {
        site,
        image: site.seederImage,
        owner,
        volume: "preview-dashboards",
        target: folder,
        files: { [shownFile]: packed(args.shown) },
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
          `--shown=${folder}/${shownFile}`,
          `--prometheus=${args.prometheus}`,
          `--alertmanager=${args.alertmanager}`,
        ],
        mounts: [mount],
        ports: [{ inside: 3000, host: args.port }],
        networks: ["ui"],
        memoryMb: 128,
      },
      { ...parent, dependsOn: [seeder] },
    );
    this.registerOutputs({});
  }
}
