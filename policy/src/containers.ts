import type { PlannedResource } from "./planned-resource.ts";

/** A file, folder or volume that a container sees. */
export interface SeenMount {
  /** A volume's name, or a path of the host. */
  readonly source: string;
  readonly readOnly: boolean;
}

/** A container of either platform, as far as the policies look at it. */
export interface SeenContainer {
  readonly resource: PlannedResource;
  /** Distinguishes several in one task. */
  readonly name: string;
  readonly image: string;
  /** False for one that is only filled, or that ends by itself. */
  readonly keepsRunning: boolean;
  readonly environment: Readonly<Record<string, string>>;
  /** Names of variables that the platform itself fills with secrets. */
  readonly injected: readonly string[];
  readonly mounts: readonly SeenMount[];
}

/** The type of Docker's containers. */
export const dockerContainer = "docker:index/container:Container";

/** The type of ECS's tasks. */
export const taskDefinition = "aws:ecs/taskDefinition:TaskDefinition";

/** The containers that a resource stands for: one on Docker, those of a task on ECS, none for anything else. */
export function containersOf(resource: PlannedResource): readonly SeenContainer[] {
  switch (resource.type) {
    case dockerContainer:
      return [ofDocker(resource)];
    case taskDefinition:
      return ofTask(resource);
    default:
      return [];
  }
}

function ofDocker(resource: PlannedResource): SeenContainer {
  const { props } = resource;
  const mounts = [
    ...records(props["mounts"]).map((mount) => ({ source: mount["source"], readOnly: mount["readOnly"] })),
    ...records(props["volumes"]).map((volume) => ({
      source: volume["hostPath"] ?? volume["volumeName"],
      readOnly: volume["readOnly"],
    })),
  ];
  return {
    resource,
    name: resource.name,
    image: text(props["image"]),
    keepsRunning: props["start"] !== false && props["attach"] !== true,
    environment: Object.fromEntries(
      (Array.isArray(props["envs"]) ? props["envs"] : []).map((entry) => {
        const [name = "", ...value] = text(entry).split("=");
        return [name, value.join("=")] as const;
      }),
    ),
    injected: [],
    mounts: mounts.map(({ source, readOnly }) => ({ source: text(source), readOnly: readOnly === true })),
  };
}

function ofTask(resource: PlannedResource): readonly SeenContainer[] {
  return taskContainers(resource).map((container): SeenContainer => ({
    resource,
    name: `${resource.name}/${text(container["name"])}`,
    image: text(container["image"]),
    keepsRunning: container["essential"] !== false,
    environment: Object.fromEntries(
      records(container["environment"]).map(({ name, value }) => [text(name), text(value)]),
    ),
    injected: records(container["secrets"]).map(({ name }) => text(name)),
    mounts: records(container["mountPoints"]).map(({ sourceVolume, readOnly }) => ({
      source: text(sourceVolume),
      readOnly: readOnly === true,
    })),
  }));
}

/** A task's containers as ECS has them; none where they are not known yet. */
export function taskContainers({ props }: PlannedResource): readonly Readonly<Record<string, unknown>>[] {
  const definitions = props["containerDefinitions"];
  return typeof definitions === "string" ? records(JSON.parse(definitions)) : [];
}

/** The records of a list; none where it is no list. */
export function records(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value that is to be a text; empty where it is none. */
export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
