import { compareVersions } from "../toolchain/versions.ts";
import { size } from "./amounts.ts";
import type { Check } from "./doctor-checks.ts";
import type { DoctorFacts, EngineInfo } from "./doctor-facts.ts";

type Answer = ReturnType<Check["look"]>;

/** A check that only needs what the engine says of itself. */
function ofEngine(what: string, look: (engine: EngineInfo, facts: DoctorFacts) => Answer): Check {
  return { what, look: (facts) => (facts.engine ? look(facts.engine, facts) : undefined) };
}

const drivers: Readonly<Record<string, Answer>> = {
  overlay2: ["ok", "overlay2"],
  overlayfs: [
    "note",
    "overlayfs of the containerd image store: fine for the stack; cAdvisor names containers there from release 0.57 on",
  ],
  btrfs: ["ok", "btrfs"],
  zfs: ["ok", "zfs"],
  "fuse-overlayfs": [
    "note",
    "fuse-overlayfs, as rootless engines on old kernels have it: slower than overlay2",
  ],
  vfs: [
    "note",
    "vfs copies every image for every container: slow and large; use a file system that overlay2 works on (ext4, xfs)",
  ],
  aufs: ["problem", "aufs was removed from Docker 24: move the engine to overlay2"],
  devicemapper: ["problem", "devicemapper was removed from Docker 25: move the engine to overlay2"],
};

/** Whether the engine runs in a virtual machine of its own, beside this machine's own system. */
export function inVirtualMachine({ OperatingSystem, KernelVersion }: EngineInfo, platform: string): boolean {
  return (
    platform === "darwin" ||
    platform === "win32" ||
    /docker desktop|rancher desktop|orbstack|lima|colima/i.test(OperatingSystem) ||
    /linuxkit|orbstack/i.test(KernelVersion)
  );
}

function option(engine: EngineInfo, name: string): boolean {
  return (engine.SecurityOptions ?? []).some((row) => row.split(",").includes(`name=${name}`));
}

// What the containers may take together, with the engine's own and the images' file cache.
const memoryNeeded = 2.5e9;

/** What the engine says of itself and what that means for the stack. */
export const engineChecks: readonly Check[] = [
  {
    what: "engine",
    look: ({ engine, engineProblem, host, cliVersion }) => {
      if (cliVersion === undefined) {
        return [
          "problem",
          "the docker command is not there; npm run up installs it on Debian and Ubuntu as root",
        ];
      }
      if (!engine) {
        const denied = /permission denied/i.test(engineProblem ?? "");
        return [
          "problem",
          `the Docker engine at ${host} does not answer (${engineProblem ?? ""}): ${
            denied
              ? "let your user use it (sudo usermod -aG docker $USER, then log in again)"
              : "start it, or let npm run up do so"
          }`,
        ];
      }
      const version = engine.ServerVersion;
      return compareVersions(version, "20.10") < 0
        ? [
            "problem",
            `${version} at ${host}: the stack needs 20.10, which knows host-gateway; update the engine`,
          ]
        : ["ok", `${version} at ${host}`];
    },
  },
  ofEngine("where it runs", (engine, { host, platform }) => {
    if (/^(ssh|tcp):/.test(host)) {
      return [
        "note",
        `on another machine: published ports and host.docker.internal are that machine's, not this one's`,
      ];
    }
    if (inVirtualMachine(engine, platform)) {
      return [
        "note",
        `in a virtual machine (${engine.OperatingSystem}): node metrics, memory and disk are that machine's, and ` +
          "host.docker.internal reaches this one",
      ];
    }
    return ["ok", `on this machine (${engine.OperatingSystem}, Linux ${engine.KernelVersion})`];
  }),
  ofEngine("processor", ({ Architecture, NCPU }) =>
    /^(x86_64|amd64)$/.test(Architecture)
      ? ["ok", `${NCPU} x ${Architecture}`]
      : [
          "note",
          `${NCPU} x ${Architecture}: official images have it, but this project was only run on x86_64`,
        ],
  ),
  ofEngine("memory", ({ MemTotal }) =>
    MemTotal < memoryNeeded
      ? [
          "note",
          `${size(MemTotal)} for the engine: the stack's limits add up to ${size(memoryNeeded)}; it may be killed under load`,
        ]
      : ["ok", `${size(MemTotal)} for the engine`],
  ),
  ofEngine("storage driver", ({ Driver, DriverStatus }) => {
    const backing = (DriverStatus ?? []).find(([key]) => key === "Backing Filesystem")?.[1];
    const [verdict, says] = drivers[Driver] ?? [
      "note",
      `${Driver}: not known here, the stack was only run on overlay2`,
    ];
    return [verdict, backing === undefined ? says : `${says}, on ${backing}`];
  }),
  ofEngine("cgroups", ({ CgroupVersion, MemoryLimit }) => {
    if (MemoryLimit === false) {
      return [
        "problem",
        "the kernel does not limit memory, so one container can take all: boot with cgroup_enable=memory (Raspberry Pi, old " +
          "Debian), or for a rootless engine delegate the controllers to your user",
      ];
    }
    return CgroupVersion === "1"
      ? [
          "note",
          "version 1: works; current kernels and systemd have moved to version 2, where a container is killed as a whole",
        ]
      : ["ok", `version ${CgroupVersion ?? "unknown"}, memory is limited`];
  }),
  ofEngine("confinement", (engine) => {
    const seccomp =
      option(engine, "seccomp") && !(engine.SecurityOptions ?? []).some((row) => row.includes("unconfined"));
    const other = ["apparmor", "selinux"].filter((name) => option(engine, name));
    if (!seccomp) {
      return [
        "note",
        "without seccomp containers may use every system call: the stack runs, with one wall less",
      ];
    }
    return other.length === 0
      ? ["note", "seccomp, but neither AppArmor nor SELinux: the stack runs, with one wall less"]
      : ["ok", `seccomp and ${other.join(" and ")}`];
  }),
  ofEngine("rootless", (engine) => {
    if (option(engine, "rootless")) {
      return [
        "note",
        "the engine runs without root: ports below 1024 need net.ipv4.ip_unprivileged_port_start, and " +
          "host.docker.internal reaches this machine only with slirp4netns' or pasta's host loopback switched on",
      ];
    }
    return option(engine, "userns")
      ? [
          "note",
          "user ids are shifted (userns-remap): fine for named volumes, which is all that the stack has",
        ]
      : ["ok", "no, and user ids are not shifted"];
  }),
  ofEngine("clock", (_engine, { clockAheadMs, clockUnsureMs }) => {
    if (clockAheadMs === undefined) return undefined;
    const off = Math.max(0, Math.abs(clockAheadMs) - clockUnsureMs);
    const seconds = `${(Math.abs(clockAheadMs) / 1000).toFixed(1)} s ${clockAheadMs < 0 ? "behind" : "ahead of"} this machine's`;
    if (off < 1_000) return ["ok", "the engine's agrees with this machine's within a second"];
    return off < 30_000
      ? ["note", `the engine's is ${seconds}: times in graphs are off by that`]
      : [
          "problem",
          `the engine's is ${seconds}: graphs of "now" are empty and silences start or end at the wrong time; set the clock ` +
            "(after sleep: restart Docker Desktop's machine)",
        ];
  }),
  ofEngine("disk", ({ DockerRootDir }, { engineFree }) => {
    if (engineFree === undefined) return ["note", "nobody could tell how much room the engine has"];
    const room = `${size(engineFree)} free for the engine (${DockerRootDir})`;
    if (engineFree < 2e9) {
      return [
        "problem",
        `${room}: samples stop being kept when it is full; docker image prune frees what no container uses`,
      ];
    }
    return engineFree < 10e9
      ? ["note", `${room}: monitoring:retentionSize (10GB by default) must be well below that`]
      : ["ok", room];
  }),
  ofEngine("warnings", ({ Warnings }) =>
    (Warnings ?? []).length === 0 ? undefined : ["note", `the engine says: ${(Warnings ?? []).join("; ")}`],
  ),
];
