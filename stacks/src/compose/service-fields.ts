import type * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";

/** A container as the program registered it. */
export type RecordedContainer = pulumi.Unwrap<docker.ContainerArgs>;

/** Keys of one service in a compose file. */
export type ServiceFields = Readonly<Record<string, unknown>>;

/** What a container refers to, resolved to what the compose file calls it. */
export interface References {
  readonly image: (id: string) => string;
  readonly network: (name: string) => string;
  /** A volume's mount: by name, or the folder with its files. */
  readonly volume: (name: string, mount: Readonly<Record<string, unknown>>) => ServiceFields;
}

type Translators = {
  readonly [K in keyof RecordedContainer]-?: (
    value: NonNullable<RecordedContainer[K]>,
    refer: References,
  ) => ServiceFields;
};

// Meaningless to compose: what only steers the provider, or is said elsewhere.
const nothing = (): ServiceFields => ({});
const as =
  (key: string) =>
  (value: unknown): ServiceFields => ({ [key]: value });

/**
 * What each property of a container is in a compose file. Properties that are not here are refused: hardening must
 * not get lost on the way.
 */
const translators: Partial<Translators> = {
  name: as("container_name"),
  image: (id, refer) => ({ image: refer.image(id) }),
  user: as("user"),
  entrypoints: as("entrypoint"),
  // Empty means the image's own, as it does for Docker.
  command: (words) => (words.length > 0 ? { command: words } : {}),
  envs: (pairs) => (pairs.length > 0 ? { environment: pairs } : {}),
  workingDir: as("working_dir"),
  hostname: as("hostname"),
  networksAdvanced: (networks, refer) => ({
    networks: Object.fromEntries(
      networks.map(({ name, aliases }) => [refer.network(name), aliases ? { aliases } : {}]),
    ),
  }),
  networkMode: as("network_mode"),
  ports: (ports) =>
    ports.length > 0
      ? {
          ports: ports.map(({ ip, external, internal, protocol }) =>
            [ip ?? "127.0.0.1", external ?? "", internal].join(":").concat(protocol ? `/${protocol}` : ""),
          ),
        }
      : {},
  mounts: (mounts, refer) => (mounts.length > 0 ? { volumes: mounts.map((row) => mount(row, refer)) } : {}),
  tmpfs: (folders) =>
    Object.keys(folders).length > 0
      ? { tmpfs: Object.entries(folders).map(([path, options]) => (options ? `${path}:${options}` : path)) }
      : {},
  hosts: (hosts) => ({ extra_hosts: hosts.map(({ host, ip }) => `${host}:${ip}`) }),
  dns: as("dns"),
  labels: (labels) => ({ labels: Object.fromEntries(labels.map(({ label, value }) => [label, value])) }),
  init: (init) => (init ? { init } : {}),
  privileged: as("privileged"),
  readOnly: as("read_only"),
  capabilities: ({ adds, drops }) => ({ ...(drops && { cap_drop: drops }), ...(adds && { cap_add: adds }) }),
  securityOpts: as("security_opt"),
  groupAdds: as("group_add"),
  pidMode: as("pid"),
  ipcMode: as("ipc"),
  sysctls: as("sysctls"),
  shmSize: (megabytes) => ({ shm_size: `${megabytes}m` }),
  memory: (megabytes) => ({ mem_limit: `${megabytes}m` }),
  memorySwap: (megabytes) => ({ memswap_limit: `${megabytes}m` }),
  cpus: (cpus) => ({ cpus: Number(cpus) }),
  cpuShares: as("cpu_shares"),
  ulimits: (limits) => ({
    ulimits: Object.fromEntries(limits.map(({ name, soft, hard }) => [name, { soft, hard }])),
  }),
  devices: (devices) => ({
    devices: devices.map(({ hostPath, containerPath, permissions }) =>
      [hostPath, containerPath ?? hostPath, permissions ?? "rwm"].join(":"),
    ),
  }),
  healthcheck: ({ tests, interval, timeout, retries, startPeriod }) => ({
    healthcheck: {
      test: tests,
      ...(interval && { interval }),
      ...(timeout && { timeout }),
      ...(retries && { retries }),
      ...(startPeriod && { start_period: startPeriod }),
    },
  }),
  logDriver: (driver) => ({ logging: { driver } }),
  logOpts: (options) => ({ logging: { options } }),
  restart: as("restart"),
  stopSignal: as("stop_signal"),
  destroyGraceSeconds: (seconds) => ({ stop_grace_period: `${seconds}s` }),
  attach: nothing,
  logs: nothing,
  mustRun: nothing,
  start: nothing,
  wait: nothing,
  waitTimeout: nothing,
};

/** One container as a service. @throws if it has a property whose meaning in a compose file nobody wrote down */
export function serviceFields(container: RecordedContainer, refer: References): ServiceFields {
  const fields = Object.entries(container).flatMap(([key, value]): ServiceFields[] => {
    if (value === undefined) return [];
    const translate = translators[key as keyof RecordedContainer] as
      ((value: unknown, refer: References) => ServiceFields) | undefined;
    if (!translate) {
      throw new Error(
        `container ${container.name ?? ""} has the property ${key}, which has no row in stacks/src/compose/service-fields.ts`,
      );
    }
    return [translate(value, refer)];
  });
  const logging = Object.assign({}, ...fields.map((field) => field["logging"])) as object;
  return { ...(Object.assign({}, ...fields) as object), ...(Object.keys(logging).length > 0 && { logging }) };
}

function mount(row: NonNullable<RecordedContainer["mounts"]>[number], { volume }: References): ServiceFields {
  const { type, source, target, readOnly, bindOptions, ...rest } = row;
  const other = Object.keys(rest);
  if (other.length > 0 || source === undefined || (type !== "volume" && type !== "bind")) {
    throw new Error(
      `the mount at ${target} (${[type, ...other].join(", ")}) has no form in a compose file yet`,
    );
  }
  const common = { target, ...(readOnly && { read_only: true }) };
  if (type === "volume") return volume(source, common);
  const propagation = bindOptions?.propagation;
  return { type, source, ...common, ...(propagation && { bind: { propagation } }) };
}
