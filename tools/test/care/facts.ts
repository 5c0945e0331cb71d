import type { ContainerFacts } from "../../src/care/container-facts.ts";
import type { DoctorFacts, EngineInfo } from "../../src/care/doctor-facts.ts";
import type { StatusFacts } from "../../src/care/status-facts.ts";

/** The moment at which the facts of these tests were gathered. */
export const now = Date.parse("2026-11-22T12:00:00Z");

/** A container that has run for an hour. */
export function container(service: string, changes: Partial<ContainerFacts> = {}): ContainerFacts {
  return {
    id: service,
    name: `mcp-${service}`,
    service,
    image: `${service}:1`,
    state: "running",
    health: undefined,
    createdAt: "2026-11-22T10:59:00Z",
    startedAt: "2026-11-22T11:00:00Z",
    restarts: 0,
    exitCode: 0,
    oomKilled: false,
    longLived: true,
    memory: 50e6,
    memoryLimit: 100e6,
    ...changes,
  };
}

/** A container that wrote a service's files, and never ran. */
export function seeder(service: string, changes: Partial<ContainerFacts> = {}): ContainerFacts {
  return container(`${service}-config`, {
    longLived: false,
    state: "created",
    memory: undefined,
    ...changes,
  });
}

const config = { different: [], files: 2, loaded: true, loadedAt: now / 1000 - 3600, runs: true };

/** A stack of which nothing bad can be said. */
export function wellStack(changes: Partial<StatusFacts> = {}): StatusFacts {
  return {
    prefix: "mcp",
    now,
    settingsOutdated: false,
    engineProblem: undefined,
    deployed: undefined,
    containers: [container("alertmanager"), container("prometheus"), seeder("prometheus")],
    targets: [{ job: "prometheus", service: "prometheus", address: "prometheus:9090", up: true, error: "" }],
    ruleErrors: [],
    alerts: [
      {
        name: "Watchdog",
        severity: "heartbeat",
        summary: "Alerting works",
        since: "2026-11-22T11:00:15Z",
        silenced: false,
        inhibited: false,
      },
    ],
    silences: [],
    configs: [
      { service: "prometheus", ...config },
      { service: "alertmanager", ...config },
    ],
    disk: { volumes: [{ name: "mcp-prometheus-data", bytes: 2.5e9 }], free: 50e9, total: 100e9 },
    versions: [{ what: "prometheus", version: "3.14.0" }],
    ...changes,
  };
}

/** What an ordinary engine on a Linux server says of itself. */
export const linuxEngine: EngineInfo = {
  ServerVersion: "29.1.3",
  Driver: "overlay2",
  DriverStatus: [["Backing Filesystem", "extfs"]],
  CgroupVersion: "2",
  MemoryLimit: true,
  SecurityOptions: ["name=apparmor", "name=seccomp,profile=builtin", "name=cgroupns"],
  OperatingSystem: "Debian GNU/Linux 13 (trixie)",
  Architecture: "x86_64",
  KernelVersion: "6.12.48+deb13-amd64",
  NCPU: 4,
  MemTotal: 16e9,
  DockerRootDir: "/var/lib/docker",
  SystemTime: "2026-11-22T12:00:00Z",
  Warnings: null,
};

/** A machine on which nothing is in the stack's way, the stack running. */
export function goodMachine(changes: Partial<DoctorFacts> = {}): DoctorFacts {
  return {
    platform: "linux",
    arch: "x64",
    nodeVersion: "24.21.0",
    cliVersion: "29.1.3",
    host: "unix:///var/run/docker.sock",
    engineProblem: undefined,
    engine: linuxEngine,
    clockAheadMs: 4,
    clockUnsureMs: 10,
    engineFree: 60e9,
    ports: [
      { service: "prometheus", address: "127.0.0.1", port: 9090, holder: "own" },
      { service: "inbox", address: "127.0.0.1", port: 8025, holder: "nobody" },
    ],
    foreign: [],
    others: [],
    running: true,
    names: [{ name: "alertmanager", resolves: true }],
    openFiles: { used: 30, limit: 1_048_576 },
    cacheFolder: "/home/me/.cache/mcp-monitoring",
    cache: [{ name: "pulumi", bytes: 200e6 }],
    cacheFree: 60e9,
    pulumiVersion: "3.250.0",
    pulumiReady: true,
    settingsProblem: undefined,
    ...changes,
  };
}
