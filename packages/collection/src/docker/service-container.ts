import { createHash } from "node:crypto";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { ownership, type NetworkName, type Site } from "./site.ts";

/** A volume inside a container. */
export interface Mount {
  readonly volume: pulumi.Input<string>;
  readonly target: string;
  readonly readOnly?: boolean;
}

/** A file or folder of the engine's host inside a container, always read-only. */
export interface HostMount {
  readonly source: string;
  readonly target: string;
  /** Whether mounts that the host makes later appear, too; small virtual machines refuse `rslave`. @default "rprivate" */
  readonly propagation?: "rprivate" | "rslave";
}

/** A container that runs for as long as the stack does. */
export interface ServiceArgs {
  readonly site: Site;
  /** Name on the network and, after the site's prefix, of the container. */
  readonly service: string;
  readonly image: pulumi.Input<string>;
  /** Numeric user and group: names differ between images of the same program. */
  readonly user: string;
  readonly entrypoint?: readonly string[];
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly mounts: readonly Mount[];
  /** What of the engine's host it sees. @default nothing */
  readonly hostMounts?: readonly HostMount[];
  /** Folders that live in memory, with their mount options. */
  readonly tmpfs?: Readonly<Record<string, string>>;
  /** Port inside to port on the host; `false` publishes nothing. */
  readonly ports?: readonly { readonly inside: number; readonly host: number | false }[];
  readonly networks: readonly NetworkName[];
  /** Further names on its networks. */
  readonly aliases?: readonly string[];
  readonly memoryMb: number;
  /** Lets the container reach the engine's host as host.docker.internal. @default false */
  readonly hostGateway?: boolean;
  /** Text whose change replaces the container: for programs that read their configuration only once. */
  readonly restartOn?: pulumi.Input<string>;
  /** What asks the program to end. @default "SIGTERM" */
  readonly stopSignal?: "SIGINT";
  /** Runs a minimal init as the first process, which reaps orphans. @default false */
  readonly init?: boolean;
}

/**
 * A hardened long-lived container: not root, read-only root file system, no capabilities, no new privileges,
 * bounded memory and logs. It is asked to end and has a minute for it (the provider's own default is to kill).
 */
export function serviceContainer(
  name: string,
  args: ServiceArgs,
  opts: pulumi.CustomResourceOptions,
): docker.Container {
  const { site, service } = args;
  const memory = args.memoryMb;
  return new docker.Container(
    name,
    {
      name: `${site.prefix}-${service}`,
      image: args.image,
      user: args.user,
      ...(args.entrypoint && { entrypoints: [...args.entrypoint] }),
      command: [...args.command],
      envs: Object.entries(args.environment ?? {}).map(([key, value]) => `${key}=${value}`),
      networksAdvanced: args.networks.map((network) => ({
        name: site.networks[network],
        aliases: [service, ...(args.aliases ?? [])],
      })),
      ports: (args.ports ?? []).flatMap(({ inside, host }) =>
        host === false ? [] : [{ internal: inside, external: host, ip: site.bindAddress }],
      ),
      mounts: [...args.mounts.map(volumeMount), ...(args.hostMounts ?? []).map(hostMount)],
      tmpfs: { ...args.tmpfs },
      ...(args.hostGateway && { hosts: [{ host: "host.docker.internal", ip: "host-gateway" }] }),
      labels: [
        ...ownership(site.prefix),
        { label: "monitoring.config", value: pulumi.output(args.restartOn ?? "").apply(digest) },
      ],
      init: args.init ?? false,
      stopSignal: args.stopSignal ?? "SIGTERM",
      readOnly: true,
      capabilities: { drops: ["ALL"] },
      securityOpts: ["no-new-privileges:true"],
      memory,
      // Docker doubles an unset swap limit, which would show as a change in every preview.
      memorySwap: memory,
      logDriver: "json-file",
      logOpts: { "max-size": "10m", "max-file": "3" },
      restart: "unless-stopped",
      destroyGraceSeconds: 60,
    },
    // The name is fixed, so the old container has to go first.
    { ...opts, deleteBeforeReplace: true },
  );
}

function volumeMount({ volume, target, readOnly }: Mount) {
  return { type: "volume", source: volume, target, readOnly: readOnly ?? false };
}

function hostMount({ source, target, propagation }: HostMount) {
  return {
    type: "bind",
    source,
    target,
    readOnly: true,
    // Docker takes rprivate when nothing is said.
    ...(propagation === "rslave" && { bindOptions: { propagation } }),
  };
}

/** Twelve hex digits that change with a text. Never of a secret: the result is readable by everyone. */
export function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}
