import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { pgpass } from "../pgpass.ts";
import { postgresCollectors } from "../postgres-collectors.ts";
import { serviceContainer } from "./service-container.ts";
import type { Site } from "./site.ts";
import { seededVolume } from "./volumes.ts";

/** A PostgreSQL exporter and the database that it asks. */
export interface PostgresExporterArgs {
  readonly site: Site;
  readonly image: pulumi.Input<string>;
  readonly port: number | false;
  readonly database: {
    /** host:port as a container sees it. */
    readonly address: string;
    readonly name: string;
    /** A role with `pg_monitor` and nothing else. */
    readonly user: string;
    readonly password: pulumi.Output<string>;
    readonly sslmode: "disable" | "require" | "verify-ca" | "verify-full";
  };
}

const nobody = "65534";
const secretsFolder = "/run/secrets/postgres-exporter";

/** Measures a PostgreSQL server. */
export class PostgresExporter extends pulumi.ComponentResource {
  /** Registers image, secret, seeder and exporter. */
  constructor(name: string, args: PostgresExporterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("monitoring:collection/docker:PostgresExporter", name, {}, opts);
    const { site, database } = args;
    const parent = { parent: this };
    const image = new docker.RemoteImage(`${name}-image`, { name: args.image, keepLocally: true }, parent);
    const secrets = seededVolume(
      `${name}-secrets`,
      {
        site,
        volume: "postgres-exporter-secrets",
        image: site.seederImage,
        target: secretsFolder,
        secrets: { pgpass: database.password.apply(pgpass) },
        owner: nobody,
      },
      parent,
    );
    serviceContainer(
      name,
      {
        site,
        service: "postgres-exporter",
        image: image.imageId,
        user: `${nobody}:${nobody}`,
        command: postgresCollectors.map((collector) => `--collector.${collector}`),
        environment: {
          DATA_SOURCE_URI: `${database.address}/${database.name}?sslmode=${database.sslmode}`,
          DATA_SOURCE_USER: database.user,
          // Not DATA_SOURCE_PASS_FILE: 0.19 cuts spaces off its ends and takes those inside for the end of the password,
          // which it then writes to its log.
          PGPASSFILE: `${secretsFolder}/pgpass`,
        },
        mounts: [secrets.mount],
        ports: [{ inside: 9187, host: args.port }],
        networks: ["scrape"],
        memoryMb: 64,
        hostGateway: true,
        restartOn: secrets.seeder.id,
      },
      { ...parent, dependsOn: [secrets.seeder] },
    );
    this.registerOutputs({});
  }
}
