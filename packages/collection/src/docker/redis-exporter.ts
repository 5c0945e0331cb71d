import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { address, type Endpoint } from "../endpoint.ts";
import { redisPasswordFile } from "../redis-password-file.ts";
import { serviceContainer } from "./service-container.ts";
import type { Site } from "./site.ts";
import { seededVolume } from "./volumes.ts";

/** A Redis exporter and the server that it asks. */
export interface RedisExporterArgs {
  readonly site: Site;
  readonly image: pulumi.Input<string>;
  readonly port: number | false;
  /** As a container sees it. */
  readonly server: Endpoint;
  /** Who it asks as. @default nobody: the server asks for no password */
  readonly login?: { readonly user: string; readonly password: pulumi.Output<string> };
}

const nobody = "65534";
const secretsFolder = "/run/secrets/redis-exporter";

/** Measures a Redis server by INFO, the slow log and latencies; it never reads a key. */
export class RedisExporter extends pulumi.ComponentResource {
  /** Registers image, secret, seeder and exporter. */
  constructor(name: string, args: RedisExporterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("monitoring:collection/docker:RedisExporter", name, {}, opts);
    const { site, server, login } = args;
    const parent = { parent: this };
    const image = new docker.RemoteImage(`${name}-image`, { name: args.image, keepLocally: true }, parent);
    const secrets =
      login &&
      seededVolume(
        `${name}-secrets`,
        {
          site,
          volume: "redis-exporter-secrets",
          image: site.seederImage,
          target: secretsFolder,
          secrets: {
            "passwords.json": login.password.apply((password) =>
              redisPasswordFile(server, login.user, password),
            ),
          },
          owner: nobody,
        },
        parent,
      );
    serviceContainer(
      name,
      {
        site,
        service: "redis-exporter",
        image: image.imageId,
        user: `${nobody}:${nobody}`,
        command: [
          `--redis.addr=redis://${address(server)}`,
          // CONFIG GET shows the server's own passwords to whoever may call it; INFO has what is measured here.
          "--config-command=-",
          ...(login
            ? [`--redis.user=${login.user}`, `--redis.password-file=${secretsFolder}/passwords.json`]
            : []),
        ],
        mounts: secrets ? [secrets.mount] : [],
        ports: [{ inside: 9121, host: args.port }],
        networks: ["scrape"],
        memoryMb: 64,
        hostGateway: true,
        ...(secrets && { restartOn: secrets.seeder.id }),
      },
      { ...parent, dependsOn: secrets ? [secrets.seeder] : [] },
    );
    this.registerOutputs({});
  }
}
