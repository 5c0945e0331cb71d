import { browserUrl } from "@monitoring/collection";
import { networks, type Site } from "@monitoring/collection/docker";
import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import type { Config, SecretName } from "../config.ts";
import { images, type ImageName } from "../images.ts";
import { programSecrets } from "../program-secrets.ts";
import { requiredSecrets } from "../receivers.ts";

/** What every part of the dev stack is placed with. */
export interface Placement {
  readonly config: Config;
  readonly site: Site;
  /** The reference of an image: the official one unless the configuration names another. */
  readonly image: (name: ImageName) => string;
  readonly secret: (name: SecretName) => pulumi.Output<string>;
  /** Where a person opens a service. */
  readonly external: (service: keyof Config["ports"]) => string;
}

/** Looks up what a stack needs, and registers its networks. */
export function placement(config: Config): Placement {
  const secret = programSecrets(requiredSecrets(config), config);
  const image = (name: ImageName): string => config.images[name] ?? images[name];
  const { namePrefix: prefix, bindAddress, protectData } = config;
  const seeder = new docker.RemoteImage("seeder-image", {
    // Its official image names no user, and it is on the engine anyway.
    name: image("blackbox-exporter"),
    keepLocally: true,
  });
  return {
    config,
    site: { prefix, networks: networks(prefix), bindAddress, seederImage: seeder.imageId, protectData },
    image,
    secret,
    external: (service) => browserUrl(bindAddress, config.ports[service] || 0),
  };
}
