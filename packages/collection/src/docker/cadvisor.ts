import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { serviceContainer } from "./service-container.ts";
import type { Site } from "./site.ts";

/** A cAdvisor. */
export interface CadvisorArgs {
  readonly site: Site;
  readonly image: pulumi.Input<string>;
  readonly port: number | false;
}

// Left out: what needs rights that it does not have here, what costs much, and what no alert or panel reads.
const disabledMetrics = [
  "advtcp",
  "cpu_topology",
  "cpuset",
  "disk",
  "hugetlb",
  "memory_numa",
  // Is read from /dev/kmsg alone, which is not here: it would say 0 whatever happens.
  "oom_event",
  "percpu",
  "perf_event",
  "process",
  "referenced_memory",
  "resctrl",
  "sched",
  "tcp",
  "udp",
];

/**
 * Measures each container by name. It is not privileged and has no capability, but it is user 0, because the engine's
 * socket and layer folders belong to root. It sees, read-only: the engine's socket (names of containers; whoever may
 * write to that socket rules the engine, and a read-only mount does not prevent it, so nothing else shares this
 * container), the engine's folder (which layers a container has), /sys (control groups) and /proc (network counters
 * of each container's first process).
 */
export class Cadvisor extends pulumi.ComponentResource {
  /** Registers image and exporter. */
  constructor(name: string, args: CadvisorArgs, opts?: pulumi.ComponentResourceOptions) {
    super("monitoring:collection/docker:Cadvisor", name, {}, opts);
    const { site } = args;
    const parent = { parent: this };
    const image = new docker.RemoteImage(`${name}-image`, { name: args.image, keepLocally: true }, parent);
    serviceContainer(
      name,
      {
        site,
        service: "cadvisor",
        image: image.imageId,
        user: "0:0",
        command: [
          "--port=8080",
          "--docker_only=true",
          "--housekeeping_interval=10s",
          "--store_container_labels=false",
          `--disable_metrics=${disabledMetrics.join(",")}`,
        ],
        mounts: [],
        hostMounts: [
          { source: "/var/run/docker.sock", target: "/var/run/docker.sock" },
          // The library looks for the engine's folder below /rootfs as soon as the host's /proc is there.
          { source: "/var/lib/docker", target: "/rootfs/var/lib/docker" },
          { source: "/sys", target: "/sys" },
          { source: "/proc", target: "/rootfs/proc" },
        ],
        ports: [{ inside: 8080, host: args.port }],
        networks: ["scrape"],
        memoryMb: 192,
      },
      parent,
    );
    this.registerOutputs({});
  }
}
