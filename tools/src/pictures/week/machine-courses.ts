import type { Courses } from "./courses.ts";
import { business, chance, wander, weekEnd } from "./time.ts";

const gigabyte = 2 ** 30;

/** Which part of a processor each mode takes, at rest and more when people work. */
const modes: Readonly<Record<string, readonly [number, number]>> = {
  user: [0.06, 0.27],
  system: [0.03, 0.08],
  iowait: [0.004, 0.02],
  softirq: [0.003, 0.01],
  irq: [0, 0],
  nice: [0, 0],
  steal: [0.002, 0.004],
};

function busy(mode: string, cpu: string, at: number): number {
  const [rest, more] = modes[mode] ?? [0, 0];
  return (rest + more * business(at)) * wander(`${mode} ${cpu}`, at, 0.35, 240);
}

/** Processor time in a second and memory as a part of its limit, by the container's role. */
const containers: Readonly<Record<string, readonly [number, number]>> = {
  server: [0.16, 0.46],
  load: [0.06, 0.33],
  postgres: [0.11, 0.52],
  redis: [0.012, 0.17],
  prometheus: [0.05, 0.38],
  alertmanager: [0.004, 0.16],
  inbox: [0.005, 0.22],
  integrations: [0.008, 0.21],
  cadvisor: [0.045, 0.3],
};

/** The role of a container: the recording has two stacks, of which one is left alone. */
function roleOf(name: string | undefined): string {
  return /^mcp-(.+)$/.exec(name ?? "")?.[1] ?? "";
}

const bytes = (usual: number) => (at: number, seed: string) =>
  usual * (0.1 + business(at)) * wander(seed, at, 0.35, 300);

/** The machine and its containers. */
export const machineCourses: Courses = {
  node_cpu_seconds_total: (at, { labels }) => {
    const [mode = "", cpu = ""] = [labels["mode"], labels["cpu"]];
    if (mode !== "idle") return busy(mode, cpu, at);
    return 1 - Object.keys(modes).reduce((sum, other) => sum + busy(other, cpu, at), 0);
  },
  node_load1: (at) => (0.15 + 0.75 * business(at)) * wander("load", at, 0.4, 200),
  node_memory_MemAvailable_bytes: (at) =>
    (14.6 - 3.1 * business(at) * wander("memory", at, 0.1, 1800)) * gigabyte,
  node_memory_MemTotal_bytes: (_, { recorded }) => recorded,
  node_filesystem_size_bytes: (_, { recorded }) => recorded,
  container_spec_memory_limit_bytes: (_, { recorded }) => recorded,
  node_filesystem_avail_bytes: (at, { labels }) => {
    // A quarter of a gigabyte is written in a day, and log files are turned over.
    const left = 131 - 0.26 * ((at - weekEnd) / 86_400) - 0.02 * ((at % 21_600) / 21_600);
    return labels["mountpoint"] === "/" ? left * gigabyte : (0.4 * left + 3) * gigabyte;
  },
  node_disk_read_bytes_total: (at) => bytes(0.5e6)(at, "read"),
  node_disk_written_bytes_total: (at) => bytes(2.6e6)(at, "written"),
  node_disk_io_time_seconds_total: (at) => 0.01 + 0.05 * business(at) * wander("disk", at, 0.5, 300),
  node_network_receive_bytes_total: (at, { labels }) => bytes(48e3)(at, `in ${labels["device"] ?? ""}`),
  node_network_transmit_bytes_total: (at, { labels }) => bytes(66e3)(at, `out ${labels["device"] ?? ""}`),
  container_cpu_usage_seconds_total: (at, { labels }) => {
    const role = roleOf(labels["name"]);
    const [usual] = containers[role] ?? [0.003];
    return usual * (0.3 + business(at)) * wander(`cpu ${role}`, at, 0.3, 300);
  },
  container_memory_working_set_bytes: (at, { labels, recorded }) => {
    const role = roleOf(labels["name"]);
    const part = containers[role]?.[1];
    const limit: Readonly<Record<string, number>> = {
      prometheus: 1,
      redis: 0.125,
      alertmanager: 0.125,
      cadvisor: 0.1875,
    };
    const usual = part === undefined ? recorded : part * (limit[role] ?? 0.25) * gigabyte;
    return usual * (0.86 + 0.14 * business(at)) * wander(`set ${role}`, at, 0.04, 1200);
  },
  container_network_receive_bytes_total: (at, { labels }) =>
    bytes(traffic(labels["name"]))(at, `in ${labels["name"] ?? ""}`),
  container_network_transmit_bytes_total: (at, { labels }) =>
    bytes(1.3 * traffic(labels["name"]))(at, `out ${labels["name"] ?? ""}`),
};

function traffic(name: string | undefined): number {
  return 1_000 * 40 ** chance(`traffic ${name ?? ""}`);
}
