import { goBuilds, type GoBuild } from "./go-builds.ts";

/** How an image is put together where no registry answers: the layout of the official one, from other sources. */
export interface ImageRecipe {
  /** Shown in the tag. Debian's own patch version is written into the label `monitoring.packages`. */
  readonly version: string;
  /** Debian packages that are unpacked with all that they depend on. */
  readonly debian?: readonly string[];
  /** Single files out of Debian packages, without their dependencies: path in the package -> path in the image. */
  readonly debianFiles?: {
    readonly packages: readonly string[];
    readonly files: Readonly<Record<string, string>>;
  };
  /** Binaries of Go builds, put into /bin. */
  readonly go?: GoBuild;
  /** Whether /etc/ssl/certs/ca-certificates.crt is there. */
  readonly certificates?: boolean;
  /** Symbolic links: path -> target. */
  readonly links?: Readonly<Record<string, string>>;
  /** Files: path -> a file of `tools/airgap/images`. */
  readonly files?: Readonly<Record<string, { readonly from: string; readonly mode: number }>>;
  /** Data and run-time folders. An empty named volume takes over the owner. */
  readonly folders: readonly { readonly path: string; readonly owner: number; readonly mode: string }[];
  /** A name for /etc/passwd besides root. */
  readonly user: { readonly name: string; readonly id: number; readonly home: string };
  /** Whether the image runs as `user` (else as root, as the official one does). */
  readonly runsAsUser: boolean;
  readonly entrypoint: readonly string[];
  /** A call that shows that the image's program starts: nothing that does not is kept. @default entrypoint --help */
  readonly smoke?: readonly [string, ...string[]];
  readonly command: readonly string[];
  readonly workdir: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports: readonly number[];
  readonly volumes: readonly string[];
  readonly estimateSeconds: number;
}

const path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
const nobody = { name: "nobody", id: 65534, home: "/home" };
const applets = [
  "sh",
  "ash",
  "cat",
  "ls",
  "ps",
  "wget",
  "vi",
  "kill",
  "nc",
  "nslookup",
  "top",
  "df",
  "du",
  "tail",
];

// The official images of the Prometheus project: busybox, one or two static binaries in /bin, user nobody.
const prometheusProject = {
  debianFiles: {
    packages: ["busybox-static", "ca-certificates"],
    files: { "usr/bin/busybox": "/bin/busybox" },
  },
  certificates: true,
  links: Object.fromEntries(applets.map((name) => [`/bin/${name}`, "busybox"])),
  user: nobody,
  runsAsUser: true,
  environment: { PATH: path },
} as const;

// The exporters that Debian packages: the binary under the official image's name, and user nobody.
const exporter = (name: string, version: string, binary: string, port: number): ImageRecipe => ({
  version,
  debian: [`prometheus-${name}`, "ca-certificates"],
  certificates: true,
  links: { [`/bin/${binary}`]: `/usr/bin/prometheus-${name}` },
  folders: [],
  user: nobody,
  runsAsUser: true,
  entrypoint: [`/bin/${binary}`],
  command: [],
  workdir: "/",
  environment: { PATH: path },
  ports: [port],
  volumes: [],
  estimateSeconds: 8,
});

/** The Prometheus project's own have busybox beside the program. */
const withShell = (recipe: ImageRecipe): ImageRecipe => ({
  ...recipe,
  debian: [...(recipe.debian ?? []), "busybox-static"],
  links: { ...prometheusProject.links, "/bin/busybox": "/usr/bin/busybox", ...recipe.links },
});

/** One row per image: its sources and its layout. Names as in `stacks/src/images.ts`. */
export const imageRecipes: Readonly<Record<string, ImageRecipe>> = {
  prometheus: {
    ...prometheusProject,
    version: "3.14.0",
    go: goBuilds.prometheus,
    files: { "/etc/prometheus/prometheus.yml": { from: "prometheus.yml", mode: 0o644 } },
    folders: [
      { path: "/etc/prometheus", owner: nobody.id, mode: "0755" },
      { path: "/prometheus", owner: nobody.id, mode: "0775" },
    ],
    entrypoint: ["/bin/prometheus"],
    command: ["--config.file=/etc/prometheus/prometheus.yml", "--storage.tsdb.path=/prometheus"],
    workdir: "/prometheus",
    ports: [9090],
    volumes: ["/prometheus"],
    estimateSeconds: 10,
  },
  alertmanager: {
    ...prometheusProject,
    version: "0.31.1",
    go: goBuilds.alertmanager,
    files: { "/etc/alertmanager/alertmanager.yml": { from: "alertmanager.yml", mode: 0o644 } },
    folders: [
      { path: "/etc/alertmanager", owner: nobody.id, mode: "0755" },
      { path: "/alertmanager", owner: nobody.id, mode: "0775" },
    ],
    entrypoint: ["/bin/alertmanager"],
    command: ["--config.file=/etc/alertmanager/alertmanager.yml", "--storage.path=/alertmanager"],
    workdir: "/alertmanager",
    ports: [9093],
    volumes: ["/alertmanager"],
    estimateSeconds: 10,
  },
  "blackbox-exporter": {
    version: "0.28.0",
    debian: ["prometheus-blackbox-exporter", "busybox-static", "ca-certificates"],
    certificates: true,
    links: {
      ...prometheusProject.links,
      "/bin/busybox": "/usr/bin/busybox",
      "/bin/blackbox_exporter": "/usr/bin/prometheus-blackbox-exporter",
    },
    files: { "/etc/blackbox_exporter/config.yml": { from: "blackbox.yml", mode: 0o644 } },
    folders: [{ path: "/etc/blackbox_exporter", owner: 0, mode: "0755" }],
    user: nobody,
    // As the official image: root, so that ICMP probes work without more.
    runsAsUser: false,
    entrypoint: ["/bin/blackbox_exporter"],
    command: ["--config.file=/etc/blackbox_exporter/config.yml"],
    workdir: "/",
    environment: { PATH: path },
    ports: [9115],
    volumes: [],
    estimateSeconds: 10,
  },
  "node-exporter": withShell(exporter("node-exporter", "1.11.1", "node_exporter", 9100)),
  "postgres-exporter": withShell(exporter("postgres-exporter", "0.19.1", "postgres_exporter", 9187)),
  "redis-exporter": exporter("redis-exporter", "1.86.0", "redis_exporter", 9121),
  cadvisor: {
    version: goBuilds.cadvisor.version,
    go: goBuilds.cadvisor,
    folders: [],
    user: nobody,
    // As the official image: the engine's socket and the folders of its layers belong to root.
    runsAsUser: false,
    entrypoint: ["/bin/cadvisor"],
    command: ["-logtostderr"],
    workdir: "/",
    environment: { PATH: path },
    ports: [8080],
    volumes: [],
    estimateSeconds: 5,
  },
  postgres: {
    version: "18",
    debian: ["postgresql-18", "busybox-static", "libc-bin"],
    links: {
      ...unlessThere(["sh", "cat", "ls", "ps", "id", "sed", "grep", "mkdir", "chmod", "chown", "rm"]),
      ...Object.fromEntries(
        [
          "psql",
          "pg_isready",
          "pg_dump",
          "pg_restore",
          "pg_ctl",
          "initdb",
          "postgres",
          "createdb",
          "pg_basebackup",
        ].map((name) => [`/usr/local/bin/${name}`, `/usr/lib/postgresql/18/bin/${name}`]),
      ),
    },
    files: { "/usr/local/bin/docker-entrypoint.sh": { from: "postgres-entrypoint.sh", mode: 0o755 } },
    folders: [
      { path: "/var/lib/postgresql", owner: 999, mode: "1777" },
      { path: "/var/run/postgresql", owner: 999, mode: "3777" },
      { path: "/docker-entrypoint-initdb.d", owner: 0, mode: "0755" },
    ],
    user: { name: "postgres", id: 999, home: "/var/lib/postgresql" },
    // The official image starts as root only to give the data folder to postgres.
    runsAsUser: false,
    entrypoint: ["/usr/local/bin/docker-entrypoint.sh"],
    smoke: ["postgres", "--version"],
    command: ["postgres"],
    workdir: "/",
    environment: {
      PATH: `${path}:/usr/lib/postgresql/18/bin`,
      PGDATA: "/var/lib/postgresql/18/docker",
      PG_MAJOR: "18",
      LANG: "C.UTF-8",
    },
    ports: [5432],
    volumes: ["/var/lib/postgresql"],
    estimateSeconds: 15,
  },
  redis: {
    version: "8",
    debian: ["redis-server", "redis-tools", "busybox-static"],
    links: {
      ...unlessThere(["sh", "cat", "ls", "ps"]),
      "/usr/local/bin/redis-server": "/usr/bin/redis-server",
      "/usr/local/bin/redis-cli": "/usr/bin/redis-cli",
    },
    folders: [{ path: "/data", owner: 999, mode: "0755" }],
    user: { name: "redis", id: 999, home: "/data" },
    runsAsUser: false,
    entrypoint: [],
    smoke: ["redis-server", "--version"],
    command: ["redis-server"],
    workdir: "/data",
    environment: { PATH: path },
    ports: [6379],
    volumes: ["/data"],
    estimateSeconds: 8,
  },
  node: {
    version: "24",
    debian: ["nodejs", "busybox-static", "ca-certificates"],
    certificates: true,
    links: { ...unlessThere(["sh", "cat", "ls", "ps"]), "/usr/local/bin/node": "/usr/bin/node" },
    folders: [{ path: "/home/node", owner: 1000, mode: "0755" }],
    user: { name: "node", id: 1000, home: "/home/node" },
    runsAsUser: false,
    entrypoint: [],
    smoke: ["node", "--version"],
    command: ["node"],
    workdir: "/",
    environment: { PATH: path },
    ports: [],
    volumes: [],
    estimateSeconds: 15,
  },
};

// Links to busybox; where a package brings a program of the same name, that one stays.
function unlessThere(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [`/bin/${name}`, "busybox"]));
}
