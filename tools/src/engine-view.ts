import { createHash } from "node:crypto";
import { containers, docker, networks, volumes } from "./engine-objects.ts";

/** A container as `docker inspect` describes it: of this, all that Pulumi's provider compares in a refresh. */
export interface InspectedContainer {
  readonly Id: string;
  readonly Name: string;
  readonly Image: string;
  readonly State: { readonly Running: boolean };
  readonly Config: unknown;
  readonly HostConfig: { readonly RestartPolicy: { readonly Name: string } };
  /** In any order. */
  readonly Mounts: readonly { readonly Destination: string }[];
  readonly NetworkSettings: { readonly Networks: Readonly<Record<string, { readonly Aliases: unknown }>> };
}

/** The objects of a stack on its engine. */
export interface EngineView {
  readonly containers: readonly InspectedContainer[];
  readonly volumes: readonly string[];
  readonly networks: readonly string[];
  /** Ids of every image on the engine. */
  readonly images: readonly string[];
}

/** Looks at everything that carries a stack's label: five calls of some 50 ms, where a refresh takes 2 s. */
export async function engineView(prefix: string, env: NodeJS.ProcessEnv): Promise<EngineView> {
  const [inspected, volumeNames, networkIds, images] = await Promise.all([
    inspectContainers(prefix, env),
    volumes(prefix, env),
    networks(prefix, env),
    docker(["image", "ls", "--all", "--no-trunc", "--quiet"], env),
  ]);
  return {
    containers: inspected,
    volumes: volumeNames,
    networks: networkIds,
    images: images.split("\n").filter(Boolean),
  };
}

async function inspectContainers(
  prefix: string,
  env: NodeJS.ProcessEnv,
): Promise<readonly InspectedContainer[]> {
  const ids = (await containers(env)).filter(({ stack }) => stack === prefix).map(({ id }) => id);
  if (ids.length === 0) return [];
  return JSON.parse(await docker(["container", "inspect", ...ids], env)) as readonly InspectedContainer[];
}

/** Whether every container that is to run does so: one without a restart policy is a file writer or a job. */
export function allRun({ containers }: EngineView): boolean {
  return containers.every(
    ({ State, HostConfig }) => State.Running || ["", "no"].includes(HostConfig.RestartPolicy.Name),
  );
}

/**
 * The same text for the same objects in the same shape. Addresses, times and counts of restarts are left out; of the
 * engine's images only those count that the containers were made from.
 */
export function fingerprint(view: EngineView): string {
  const described = view.containers.map(
    ({ Id, Name, Image, State, Config, HostConfig, Mounts, NetworkSettings }) => ({
      ...{ Id, Name, Image, Config, HostConfig, running: State.Running },
      mounts: Mounts.toSorted((a, b) => a.Destination.localeCompare(b.Destination)),
      hasImage: view.images.includes(Image),
      networks: Object.entries(NetworkSettings.Networks)
        .map(([name, { Aliases }]) => ({ name, Aliases }))
        .toSorted((a, b) => a.name.localeCompare(b.name)),
    }),
  );
  const whole = {
    containers: described.toSorted((a, b) => a.Id.localeCompare(b.Id)),
    volumes: view.volumes.toSorted(),
    networks: view.networks.toSorted(),
  };
  return createHash("sha256").update(JSON.stringify(whole)).digest("hex");
}
