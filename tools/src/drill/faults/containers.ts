import { setTimeout as sleep } from "node:timers/promises";
import { engine } from "../engine.ts";
import type { DrilledFault, FaultAction } from "../fault-action.ts";
import { until } from "../judge.ts";
import { removeThrowaway, runIn, type Stage } from "../stage.ts";

const memoryMb = 32;
// cAdvisor looks every ten seconds. Processor time that it sees first after a start is less than what it saw last before
// only if the life before was twice as long.
const lifeSeconds = 22;
const restarts = 2;

/** Faults of containers. */
export const containerFaults = {
  "container-out-of-memory": {
    says: `a throwaway container fills 95 % of its memory limit of ${memoryMb} MB`,
    about: "drill-memory",
    looksAt: ["container memory"],
    changes: ["container memory"],
    onsetSeconds: 25,
    recoverySeconds: 25,
    megabytes: memoryMb,
    prepare: (stage) => startVictim(stage, "memory"),
    cause: (stage) =>
      runIn(
        stage,
        "drill-memory",
        `used=$(cat /sys/fs/cgroup/memory/memory.usage_in_bytes 2>/dev/null || cat /sys/fs/cgroup/memory.current)
dd if=/dev/zero of=/fill/fill bs=65536 count=$(((${memoryMb} * 1048576 * 19 / 20 - used) / 65536)) 2>/dev/null`,
      ),
    undo: (stack) => runIn(stack, "drill-memory", "rm -f /fill/fill"),
    tidy: (stage) => removeThrowaway(stage, "drill-memory"),
  },
  "container-restarts": {
    says: `a throwaway container is restarted ${restarts} times, ${lifeSeconds} s apart`,
    about: "drill-restarts",
    looksAt: ["container starts"],
    changes: ["container starts"],
    onsetSeconds: lifeSeconds + 15,
    megabytes: memoryMb,
    prepare: async (stage) => {
      await startVictim(stage, "restarts");
      await sleep(lifeSeconds * 1000);
    },
    cause: async (stage) => {
      for (let left = restarts; left > 0; left--) {
        await engine(["restart", "--time", "0", stage.container("drill-restarts")]);
        if (left > 1) await sleep(lifeSeconds * 1000);
      }
    },
    // It is over by itself.
    undo: () => Promise.resolve(),
    tidy: (stage) => removeThrowaway(stage, "drill-restarts"),
  },
} as const satisfies Partial<Record<DrilledFault, FaultAction>>;

async function startVictim(stage: Stage, name: string): Promise<void> {
  await stage.throwaway({
    name,
    like: "alertmanager",
    networks: ["scrape"],
    // Some work to do, so that processor time is seen to begin at nothing again.
    command: ["/bin/sh", "-c", "while :; do sleep 0.1; done"],
    tmpfs: { "/fill": `size=${memoryMb}m,mode=1777` },
    memoryMb,
  });
  const series = `container_cpu_usage_seconds_total{name="${stage.container(`drill-${name}`)}"}`;
  await until(60, "cAdvisor does not see the throwaway container", async () => {
    return (await stage.judge.value(series)) !== undefined;
  });
}
