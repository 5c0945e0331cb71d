import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import type { Mount } from "./service-container.ts";
import { ownership, type Site } from "./site.ts";

// Any change of these replaces a volume, which would delete what is in it.
const ignoreChanges = ["labels", "driver", "driverOpts"];

/**
 * A volume whose content outlives containers, updates and, unless the stack says otherwise, the stack. One of a part that
 * can be switched off needs `protect: false`: it is kept as well, and the update that drops the part goes through.
 */
export function dataVolume(
  name: string,
  site: Site,
  volume: string,
  opts: pulumi.CustomResourceOptions,
): docker.Volume {
  return new docker.Volume(
    name,
    { name: `${site.prefix}-${volume}`, labels: ownership(site.prefix) },
    { ...opts, ignoreChanges, protect: opts.protect ?? site.protectData, retainOnDelete: site.protectData },
  );
}

/** Files by path relative to a volume's root. */
export type Files = Readonly<Record<string, pulumi.Input<string>>>;

/** Files for a volume. */
export interface SeededFiles {
  /** Those that everyone may read. */
  readonly files?: Files;
  /** Those that only their owner may read. With one of them, no preview shows how the others change. */
  readonly secrets?: Files;
  /** Numeric id of the user who owns the files. */
  readonly owner: string;
}

/** Files in a volume, where they are read, and what they are written by. */
export interface SeededVolume {
  /** For the service that reads the files, where their paths start from. */
  readonly mount: Mount;
  readonly seeder: docker.Container;
}

/**
 * A volume filled by a container that never starts: Docker writes uploads through it into the volume, on a local
 * and a remote engine alike. A changed file replaces only this container, never the service that reads the volume.
 * A file that is dropped stays in the volume, so readers must name their files. The image must name no user, or one
 * that the engine's host knows: Docker looks it up there and, if there is one, gives it every uploaded file.
 */
export function seededVolume(
  name: string,
  args: SeededFiles & {
    readonly site: Site;
    readonly volume: string;
    readonly image: pulumi.Input<string>;
    /** Folder that the paths of the files start from. */
    readonly target: string;
  },
  opts: pulumi.CustomResourceOptions,
): SeededVolume {
  const { site, target, owner } = args;
  const uploads = (files: Files = {}, permissions: string) =>
    Object.entries(files).map(([path, content]) => {
      return { file: `${target}/${path}`, content, permissions, owner, group: owner };
    });
  const volume = new docker.Volume(
    name,
    { name: `${site.prefix}-${args.volume}`, labels: ownership(site.prefix) },
    { ...opts, ignoreChanges },
  );
  const seeder = new docker.Container(
    name,
    {
      name: `${site.prefix}-${args.volume}`,
      image: args.image,
      labels: ownership(site.prefix),
      start: false,
      mustRun: false,
      restart: "no",
      networkMode: "none",
      command: ["never-started"],
      mounts: [{ type: "volume", source: volume.name, target }],
      uploads: [...uploads(args.files, "0444"), ...uploads(args.secrets, "0400")],
    },
    { ...opts, deleteBeforeReplace: true },
  );
  return { mount: { volume: volume.name, target, readOnly: true }, seeder };
}
