import { dataVolume, seededVolume, serviceContainer, type Site } from "@monitoring/collection/docker";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { dashboardList, followDashboards, listName } from "../follow-dashboards.ts";
import {
  customFolder,
  dashboardsFolder,
  dashboardsVolume,
  grafanaFolder,
  grafanaSecretFiles,
  grafanaSecretsFolder,
} from "../compile-grafana.ts";

/** A Grafana server and the files it is configured with. */
export interface GrafanaArgs {
  readonly site: Site;
  readonly image: pulumi.Input<string>;
  /** grafana.ini and the provisioning files, by path. */
  readonly files: Readonly<Record<string, string>>;
  /** Dashboards as JSON, by path below {@link dashboardsFolder}. */
  readonly dashboards: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<keyof typeof grafanaSecretFiles, pulumi.Output<string>>>;
  readonly port: number | false;
}

// The image's user.
const owner = "472";

// Grafana takes the password from its settings only when its database is new. This makes a volume from an earlier
// stack and a changed secret work, too.
const start = `if [ -s /var/lib/grafana/grafana.db ]; then
  grafana cli --homepath=/usr/share/grafana --config=${grafanaFolder}/grafana.ini \\
    admin reset-admin-password --password-from-stdin <${grafanaSecretsFolder}/${grafanaSecretFiles.adminPassword} ||
    echo "the password of the user admin could not be set; the one of an earlier stack is valid" >&2
fi
${followDashboards({ from: dashboardsVolume, to: dashboardsFolder, always: [customFolder] })}
exec /run.sh`;

/** Grafana with its database in a volume and everything else from files. */
export class Grafana extends pulumi.ComponentResource {
  /** Registers image, volumes, seeders and server. */
  constructor(name: string, args: GrafanaArgs, opts?: pulumi.ComponentResourceOptions) {
    super("monitoring:visualization/docker:Grafana", name, {}, opts);
    const { site } = args;
    const parent = { parent: this };
    const image = new docker.RemoteImage(`${name}-image`, { name: args.image, keepLocally: true }, parent);
    const seed = { site, image: site.seederImage, owner } as const;
    const config = seededVolume(
      `${name}-config`,
      { ...seed, volume: "grafana-config", target: grafanaFolder, files: args.files },
      parent,
    );
    const dashboards = seededVolume(
      `${name}-dashboards`,
      {
        ...seed,
        volume: "grafana-dashboards",
        target: dashboardsVolume,
        files: { ...args.dashboards, [listName]: dashboardList(args.dashboards) },
      },
      parent,
    );
    const secrets = seededVolume(
      `${name}-secrets`,
      {
        ...seed,
        volume: "grafana-secrets",
        target: grafanaSecretsFolder,
        secrets: secretFiles(args.secrets),
      },
      parent,
    );
    const data = dataVolume(`${name}-data`, site, "grafana-data", { ...parent, protect: false });
    serviceContainer(
      name,
      {
        site,
        service: "grafana",
        image: image.imageId,
        user: `${owner}:${owner}`,
        entrypoint: ["/bin/sh", "-c", start],
        command: [],
        environment: {
          GF_PATHS_CONFIG: `${grafanaFolder}/grafana.ini`,
          GF_PATHS_PROVISIONING: `${grafanaFolder}/provisioning`,
        },
        mounts: [
          config.mount,
          dashboards.mount,
          secrets.mount,
          { volume: data.name, target: "/var/lib/grafana" },
        ],
        tmpfs: { "/tmp": "size=64m" },
        ports: [{ inside: 3000, host: args.port }],
        networks: ["ui"],
        memoryMb: 512,
        // It reads its settings, data sources and dashboard folders only once.
        restartOn: pulumi.concat(JSON.stringify(args.files), secrets.seeder.id),
      },
      { ...parent, dependsOn: [config.seeder, dashboards.seeder, secrets.seeder] },
    );
    this.registerOutputs({});
  }
}

function secretFiles(secrets: GrafanaArgs["secrets"]): Record<string, pulumi.Output<string>> {
  return {
    [grafanaSecretFiles.adminPassword]: secrets.adminPassword,
    [grafanaSecretFiles.secretKey]: secrets.secretKey,
  };
}
