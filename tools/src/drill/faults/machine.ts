import type { DrilledFault, FaultAction, Signal } from "../fault-action.ts";
import { removeThrowaway, runIn, type Stage, type Stack } from "../stage.ts";

/** A small machine, which is a container, and what breaks on it. */
interface Machine {
  readonly name: string;
  readonly says: string;
  readonly signal: Signal;
  /** What else it changes. */
  readonly changes?: readonly Signal[];
  readonly onsetSeconds: number;
  readonly memoryMb: number;
  /** A disk of so many megabytes, in memory. */
  readonly diskMb?: number;
  /** Shell scripts that cause the fault and undo it. */
  readonly cause: string;
  readonly undo: string;
}

// What /proc says of the machine is here what the container's own control group says of it, as lxcfs would have it: a
// real node exporter then measures the container. Its disk is memory, and is shown as ext4, which the rules look at.
// Control groups of version 1 and 2 have other files: https://docs.kernel.org/admin-guide/cgroup-v2.html
const showControlGroup = `
hundredths=$1 limit=$2
mkdir -p /tmp/proc/1 /tmp/proc/self
printf '36 35 0:30 / /disk rw,relatime - ext4 drill rw\\n' > /tmp/proc/1/mountinfo
cp /tmp/proc/1/mountinfo /tmp/proc/self/mountinfo
group=/sys/fs/cgroup
ticks() {
  if [ -r $group/cpuacct/cpuacct.usage ]; then read ns < $group/cpuacct/cpuacct.usage; echo $((ns / 100000 / hundredths))
  else read key us < $group/cpu.stat; echo $((us / 100 / hundredths)); fi
}
used() {
  if [ -r $group/memory/memory.usage_in_bytes ]; then cat $group/memory/memory.usage_in_bytes
  else cat $group/memory.current; fi
}
now() { read up rest < /proc/uptime; echo "\${up%.*}\${up#*.}"; }
began=$(now) at_first=$(ticks)
while :; do
  busy=$(($(ticks) - at_first)) passed=$(($(now) - began))
  idle=$((passed - busy)); [ $idle -gt 0 ] || idle=0
  line="$busy 0 0 $idle 0 0 0 0 0 0"
  printf 'cpu  %s\\ncpu0 %s\\nintr 0\\nctxt 0\\nbtime 0\\nprocesses 1\\nprocs_running 1\\nprocs_blocked 0\\n' "$line" "$line" > /tmp/proc/stat.new
  mv /tmp/proc/stat.new /tmp/proc/stat
  free=$(((limit - $(used)) / 1024))
  [ -e /tmp/broken ] || printf 'MemTotal: %s kB\\nMemFree: %s kB\\nMemAvailable: %s kB\\n' $((limit / 1024)) $free $free > /tmp/proc/meminfo.new
  mv /tmp/proc/meminfo.new /tmp/proc/meminfo 2>/dev/null || :
  sleep 0.3
done
`;
const start = `
/bin/sh /tmp/show.sh "$1" "$2" &
until [ -e /tmp/proc/meminfo ]; do sleep 0.1; done
exec /bin/node_exporter --path.procfs=/tmp/proc --collector.disable-defaults \\
  --collector.cpu --collector.meminfo --collector.filesystem --collector.time
`;

const cpus = 0.25;

const machines = {
  "cpu-load": {
    name: "processors",
    says: "a loop keeps a throwaway machine of a quarter of a processor busy",
    signal: "processors",
    onsetSeconds: 20,
    memoryMb: 40,
    cause: "(while [ ! -e /tmp/enough ]; do :; done) < /dev/null > /dev/null 2>&1 &",
    undo: "touch /tmp/enough",
  },
  "memory-filled": {
    name: "memory",
    says: "the memory of a throwaway machine of 64 MB is filled to 85 %",
    signal: "memory",
    onsetSeconds: 10,
    memoryMb: 64,
    cause: `
used=$(cat /sys/fs/cgroup/memory/memory.usage_in_bytes 2>/dev/null || cat /sys/fs/cgroup/memory.current)
dd if=/dev/zero of=/fill/fill bs=65536 count=$(((64 * 1048576 * 17 / 20 - used) / 65536)) 2>/dev/null`,
    undo: "rm -f /fill/fill",
  },
  "disk-filled": {
    name: "disk",
    says: "97 % of a throwaway machine's disk of 16 MB are filled",
    signal: "disk",
    changes: ["disk growth"],
    onsetSeconds: 10,
    memoryMb: 56,
    diskMb: 16,
    cause: "dd if=/dev/zero of=/disk/fill bs=65536 count=248 2>/dev/null",
    undo: "rm -f /disk/fill",
  },
  "disk-filling": {
    name: "filling",
    says: "a throwaway machine's disk of 48 MB is filled from 62 % on, by a sixth of a megabyte a second",
    signal: "disk growth",
    onsetSeconds: 45,
    // It has to be known for five hours, which are 25 s.
    memoryMb: 88,
    diskMb: 48,
    cause: `
(for i in $(seq 1 90); do
  [ ! -e /tmp/enough ] || exit 0
  dd if=/dev/zero bs=65536 count=5 2>/dev/null >> /disk/fill
  sleep 2
done) < /dev/null > /dev/null 2>&1 &`,
    undo: "touch /tmp/enough; rm -f /disk/fill",
  },
  "collector-broken": {
    name: "collector",
    says: "/proc/meminfo of a throwaway machine cannot be read by its node exporter",
    signal: "collectors",
    onsetSeconds: 25,
    memoryMb: 40,
    cause: "touch /tmp/broken; sleep 1; rm -f /tmp/proc/meminfo",
    undo: "rm -f /tmp/broken",
  },
} as const satisfies Partial<Record<DrilledFault, Machine>>;

/** Faults of a machine. The drill's Prometheus sees throwaway machines only, never the one that all of this runs on. */
export const machineFaults = Object.fromEntries(
  Object.entries(machines).map(([fault, machine]) => [fault, action(machine)]),
) as unknown as Readonly<Record<keyof typeof machines, FaultAction>>;

function action(machine: Machine): FaultAction {
  const service = `drill-machine-${machine.name}`;
  return {
    says: machine.says,
    about: service,
    looksAt: [machine.signal],
    changes: [machine.signal, ...(machine.changes ?? [])],
    onsetSeconds: machine.onsetSeconds,
    megabytes: machine.memoryMb,
    prepare: (stage) => startMachine(stage, machine, service),
    cause: (stage) => runIn(stage, service, machine.cause),
    undo: (stack: Stack) => runIn(stack, service, machine.undo),
    tidy: async (stage) => {
      await stage.judge.forget(service);
      await removeThrowaway(stage, service);
    },
  };
}

async function startMachine(stage: Stage, machine: Machine, service: string): Promise<void> {
  const { memoryMb, diskMb } = machine;
  await stage.throwaway({
    name: service.replace("drill-", ""),
    like: "node-exporter",
    command: ["/bin/sh", "-e", "/tmp/start.sh", String(cpus * 100), String(memoryMb * 2 ** 20)],
    files: { "start.sh": start, "show.sh": showControlGroup },
    tmpfs: { "/fill": `size=${memoryMb}m,mode=1777`, "/disk": `size=${diskMb ?? 1}m,mode=1777` },
    memoryMb,
    cpus,
  });
  if (machine.signal === "disk growth") {
    await runIn(stage, service, "dd if=/dev/zero of=/disk/fill bs=1048576 count=30 2>/dev/null");
  }
  await stage.judge.follow(service, [
    {
      targets: [`${stage.container(service)}:9100`],
      labels: { job: "node", service: "node", instance: service },
    },
  ]);
}
