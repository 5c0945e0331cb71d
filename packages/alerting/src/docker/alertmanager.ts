import {
  digest,
  dataVolume,
  ownership,
  seededVolume,
  serviceContainer,
  type Mount,
  type Site,
} from "@monitoring/collection/docker";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";

/** An Alertmanager, its configuration and what its receivers authenticate with. */
export interface AlertmanagerArgs {
  readonly site: Site;
  readonly image: pulumi.Input<string>;
  /** alertmanager.yml and what it names, by path beside it. */
  readonly files: Readonly<Record<string, string>>;
  /** Secret files by name; Alertmanager reads them at the moment of sending. */
  readonly secrets: Readonly<Record<string, pulumi.Input<string>>>;
  /** Folder of the secret files in the container. */
  readonly secretsFolder: string;
  readonly port: number | false;
  /** Where a person opens it: the base of links in notifications. */
  readonly externalUrl: string;
  /** Further volumes, such as one with a certificate authority. */
  readonly mounts?: readonly Mount[];
}

const nobody = "65534";

/** Alertmanager with its silences in a volume; a changed configuration is loaded without a restart. */
export class Alertmanager extends pulumi.ComponentResource {
  /** Registers image, volumes, seeders, server and, per configuration, one reload. */
  constructor(name: string, args: AlertmanagerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("monitoring:alerting/docker:Alertmanager", name, {}, opts);
    const { site } = args;
    const parent = { parent: this };
    const image = new docker.RemoteImage(`${name}-image`, { name: args.image, keepLocally: true }, parent);
    const seed = { site, image: image.imageId, owner: nobody } as const;
    const config = seededVolume(
      `${name}-config`,
      {
        ...seed,
        volume: "alertmanager-config",
        target: "/etc/alertmanager",
        files: args.files,
      },
      parent,
    );
    const secrets = seededVolume(
      `${name}-secrets`,
      {
        ...seed,
        volume: "alertmanager-secrets",
        target: args.secretsFolder,
        secrets: args.secrets,
      },
      parent,
    );
    const data = dataVolume(`${name}-data-a`, site, "alertmanager-data", parent);
    const container = serviceContainer(
      `${name}-a`,
      {
        site,
        service: "alertmanager",
        image: image.imageId,
        user: `${nobody}:${nobody}`,
        command: [
          "--config.file=/etc/alertmanager/alertmanager.yml",
          "--storage.path=/alertmanager",
          // Silences and what was already sent reach the disk only this often and at an orderly end: with the default
          // of 15 minutes a crash would forget a silence that someone has just made, and page everyone again.
          "--data.maintenance-interval=10s",
          `--web.external-url=${args.externalUrl}`,
          "--web.route-prefix=/",
          // Tells which receiver a notification was for: the heartbeat from a person's.
          "--enable-feature=receiver-name-in-metrics",
          // A single replica has nobody to gossip with.
          "--cluster.listen-address=",
        ],
        mounts: [
          config.mount,
          secrets.mount,
          { volume: data.name, target: "/alertmanager" },
          ...(args.mounts ?? []),
        ],
        ports: [{ inside: 9093, host: args.port }],
        networks: ["notify", "ui"],
        memoryMb: 128,
        hostGateway: true,
      },
      { ...parent, dependsOn: [config.seeder, secrets.seeder] },
    );
    reload(`${name}-reload`, site, image.imageId, args.files, {
      ...parent,
      dependsOn: [container, config.seeder],
    });
    this.registerOutputs({});
  }
}

/**
 * Tells Alertmanager once per configuration to load it (it has no reload of its own). Fails the update when
 * Alertmanager refuses; the old configuration then stays active.
 */
function reload(
  name: string,
  site: Site,
  image: pulumi.Input<string>,
  files: AlertmanagerArgs["files"],
  opts: pulumi.CustomResourceOptions,
): void {
  // Without a timeout a lost packet would hold the whole update up for minutes.
  const post = "wget -T 5 -q -O - --post-data= http://alertmanager:9093/-/reload";
  const once = new docker.Container(
    name,
    {
      name: `${site.prefix}-alertmanager-reload`,
      image,
      user: `${nobody}:${nobody}`,
      entrypoints: ["/bin/sh", "-c"],
      command: [`for i in 1 2 3 4 5 6 7 8 9 10; do ${post} && exit 0; sleep 1; done; exit 1`],
      labels: [
        ...ownership(site.prefix),
        { label: "monitoring.config", value: digest(JSON.stringify(files)) },
      ],
      networksAdvanced: [{ name: site.networks.notify }],
      readOnly: true,
      capabilities: { drops: ["ALL"] },
      securityOpts: ["no-new-privileges:true"],
      memory: 16,
      memorySwap: 16,
      attach: true,
      logs: true,
      mustRun: false,
      restart: "no",
    },
    { ...opts, deleteBeforeReplace: true },
  );
  once.exitCode.apply((code) => {
    if (code) {
      throw new pulumi.RunError(
        `alertmanager did not load its new configuration (exit code ${code}); the old one stays active. ` +
          `Read why with: docker logs ${site.prefix}-alertmanager`,
      );
    }
  });
}
