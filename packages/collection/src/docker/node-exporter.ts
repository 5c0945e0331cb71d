import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { serviceContainer, type HostMount } from "./service-container.ts";
import type { Site } from "./site.ts";

/** A node exporter. */
export interface NodeExporterArgs {
  readonly site: Site;
  readonly image: pulumi.Input<string>;
  readonly port: number | false;
  /** How mounts of the host's root folder propagate. @default "rprivate" */
  readonly rootPropagation?: HostMount["propagation"];
}

const nobody = "65534";

// Single files of the host's /proc, and the network of its first process: as /proc/net of a whole /proc is a link to
// the reader's own network, this shows the host's interfaces without joining its network or its process ids.
const procfs = {
  "/proc/1/mountinfo": "1/mountinfo",
  "/proc/1/net": "net",
  "/proc/diskstats": "diskstats",
  "/proc/loadavg": "loadavg",
  "/proc/meminfo": "meminfo",
  "/proc/stat": "stat",
  "/proc/sys/fs": "sys/fs",
  "/proc/uptime": "uptime",
  "/proc/vmstat": "vmstat",
} as const;

// Docker's own interfaces come and go with every container, and each would leave series behind.
const dockerInterfaces = "^(veth|br-).*";

const collectors = [
  "cpu",
  "diskstats",
  "filefd",
  "filesystem",
  "loadavg",
  "meminfo",
  "netclass",
  "netdev",
  "netstat",
  "os",
  "sockstat",
  "stat",
  "time",
  "timex",
  "uname",
  "vmstat",
];

/**
 * Measures the engine's host, as a user without rights and in namespaces of its own. It sees, read-only: the files of
 * /proc named above (load, memory, disks, network), /sys (processors and network interfaces), and the root folder, of
 * which it asks the sizes of file systems; what only root may read there stays closed to it.
 */
export class NodeExporter extends pulumi.ComponentResource {
  /** Registers image and exporter. */
  constructor(name: string, args: NodeExporterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("monitoring:collection/docker:NodeExporter", name, {}, opts);
    const { site, rootPropagation: propagation } = args;
    const parent = { parent: this };
    const image = new docker.RemoteImage(`${name}-image`, { name: args.image, keepLocally: true }, parent);
    serviceContainer(
      name,
      {
        site,
        service: "node-exporter",
        image: image.imageId,
        user: `${nobody}:${nobody}`,
        command: [
          "--path.procfs=/host/proc",
          "--path.sysfs=/host/sys",
          "--path.rootfs=/rootfs",
          "--collector.disable-defaults",
          ...collectors.map((collector) => `--collector.${collector}`),
          // Netlink would ask the kernel about the container's own network.
          "--no-collector.netdev.netlink",
          `--collector.netdev.device-exclude=${dockerInterfaces}`,
          `--collector.netclass.ignored-devices=${dockerInterfaces}`,
        ],
        mounts: [],
        hostMounts: [
          ...Object.entries(procfs).map(([source, file]) => ({ source, target: `/host/proc/${file}` })),
          { source: "/sys", target: "/host/sys" },
          { source: "/", target: "/rootfs", ...(propagation && { propagation }) },
        ],
        ports: [{ inside: 9100, host: args.port }],
        networks: ["scrape"],
        memoryMb: 64,
      },
      parent,
    );
    this.registerOutputs({});
  }
}
