import { posix } from "node:path";
import { imageId, type Registered } from "../record.ts";
import {
  serviceFields,
  type RecordedContainer,
  type References,
  type ServiceFields,
} from "./service-fields.ts";

/** A compose file and the files that its containers read. */
export interface ComposeProject {
  /** Name of the project: networks and services of two stacks stay apart. */
  readonly name: string;
  /** compose.yaml as an object. */
  readonly compose: {
    readonly services: Readonly<Record<string, ServiceFields>>;
    readonly networks: Readonly<Record<string, object>>;
    readonly volumes: Readonly<Record<string, object>>;
  };
  /** Contents by path beside compose.yaml; those that seeders would write for one user only are secret. */
  readonly files: Readonly<Record<string, { readonly content: string; readonly secret: boolean }>>;
}

const types = {
  container: "docker:index/container:Container",
  image: "docker:index/remoteImage:RemoteImage",
  network: "docker:index/network:Network",
  volume: "docker:index/volume:Volume",
} as const;

// What steers only Pulumi or Docker's API.
const providers = "pulumi:";

/**
 * Translates what the dev program registered into a compose project. Files that Pulumi writes into volumes through
 * never-started containers lie in folders here, mounted read-only.
 * @throws if something registered has no form in a compose file
 */
export function composeProject(registered: readonly Registered[], prefix: string): ComposeProject {
  const known: readonly string[] = Object.values(types);
  const unknown = registered.filter(
    ({ type }) => !known.includes(type) && !type.startsWith("monitoring:") && !type.startsWith(providers),
  );
  if (unknown.length > 0) {
    throw new Error(
      `no form in a compose file: ${unknown.map(({ type, name }) => `${name} (${type})`).join(", ")}`,
    );
  }
  const of = (type: keyof typeof types): readonly Registered[] =>
    registered.filter((row) => row.type === types[type]);
  const short = (name: string): string =>
    name.startsWith(`${prefix}-`) ? name.slice(prefix.length + 1) : name;

  const containers = of("container").map(({ inputs }) => inputs as RecordedContainer);
  const seeds = containers.filter(isSeeder).flatMap((seeder) => seeded(seeder, short));
  const folders = new Map(seeds.map(({ volume, folder }) => [volume, folder]));
  const images = new Map(of("image").map(({ name, inputs }) => [imageId(name), inputs["name"] as string]));
  const refer: References = {
    image: (id) => images.get(id) ?? id,
    network: short,
    volume: (name, mount) => {
      const folder = folders.get(name);
      if (folder === undefined) return { type: "volume", source: short(name), ...mount };
      // Pulumi's update owns these files; so does the next render.
      return { type: "bind", source: `./${folder}`, ...mount, read_only: true };
    },
  };
  const services = containers
    .filter((container) => !isSeeder(container))
    .map((container) => [short(container.name ?? ""), serviceFields(container, refer)] as const);
  const rows = (type: "network" | "volume") => of(type).map(({ inputs }) => inputs as unknown as Named);
  const volumes = rows("volume").filter(({ name }) => !folders.has(name));
  return {
    name: prefix,
    compose: escaped({
      services: Object.fromEntries(services),
      networks: named(rows("network"), short),
      volumes: named(volumes, short),
    }),
    files: Object.fromEntries(seeds.flatMap(({ files }) => files)),
  };
}

interface Named {
  readonly name: string;
  readonly labels?: readonly { readonly label: string; readonly value: string }[];
}

/** A container that is never started: it only carries files into volumes. */
function isSeeder({ start }: RecordedContainer): boolean {
  return start === false;
}

/** A seeder's volumes, the folder that stands for each, and the files in it. */
function seeded(
  { name = "", mounts = [], uploads = [] }: RecordedContainer,
  short: (name: string) => string,
) {
  const homes = mounts.map(({ source: volume = "", target }) => ({
    volume,
    target,
    folder: posix.join("files", short(volume)),
  }));
  const files = uploads.map(({ file, content, permissions }) => {
    const home = homes.find(({ target }) => file.startsWith(`${target}/`));
    if (!home || content === undefined) {
      throw new Error(`${name} writes ${file}, which is in none of its volumes or has no content`);
    }
    const path = posix.join(home.folder, posix.relative(home.target, file));
    return { volume: home.volume, entry: [path, { content, secret: permissions === "0400" }] as const };
  });
  return homes.map((home) => ({
    ...home,
    files: files.filter(({ volume }) => volume === home.volume).map(({ entry }) => entry),
  }));
}

// Volumes and networks keep their names, so that the data of a stack that Pulumi started is found.
function named(rows: readonly Named[], short: (name: string) => string): Record<string, object> {
  return Object.fromEntries(
    rows.map(({ name, labels = [], ...rest }) => {
      const other = Object.keys(rest);
      if (other.length > 0)
        throw new Error(`${name} has ${other.join(", ")}, which has no form in a compose file yet`);
      return [short(name), { name, labels: Object.fromEntries(labels.map((row) => [row.label, row.value])) }];
    }),
  );
}

/** The same with every dollar doubled: compose would read it as the start of a variable. */
function escaped<T>(value: T): T {
  if (typeof value === "string") return value.replaceAll("$", "$$$$") as T;
  if (Array.isArray(value)) return value.map(escaped) as T;
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, escaped(member as unknown)]),
  ) as T;
}
