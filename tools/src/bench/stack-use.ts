import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { bytesOf } from "../care/amounts.ts";
import { containers, docker } from "../engine-objects.ts";

/** What the containers of a stack use together. */
export interface StackUse {
  readonly megabytes: number;
  /** Of one processor; `undefined` where the engine's control groups cannot be read. */
  readonly percent: number | undefined;
}

/** Memory and CPU of a stack's running containers. */
export async function stackUse(prefix: string, env: NodeJS.ProcessEnv): Promise<StackUse> {
  const running = (await containers(env)).filter(
    ({ stack, state }) => stack === prefix && state === "running",
  );
  const ids = running.map(({ id }) => id);
  const before = cpuSeconds(ids);
  const since = performance.now();
  await sleep(10_000);
  const after = cpuSeconds(ids);
  const seconds = (performance.now() - since) / 1000;
  const usage = await docker(["stats", "--no-stream", "--format", "{{.MemUsage}}", ...ids], env);
  const bytes = usage.split("\n").map((line) => bytesOf(line.split("/")[0] ?? "") ?? 0);
  return {
    megabytes: bytes.reduce((sum, each) => sum + each, 0) / 1e6,
    percent: before === undefined || after === undefined ? undefined : ((after - before) / seconds) * 100,
  };
}

// Where the engine puts a container's CPU time: control groups of version 1, or 2 with or without systemd.
const accounts: readonly {
  readonly path: (id: string) => string;
  readonly seconds: (text: string) => number;
}[] = [
  {
    path: (id) => `/sys/fs/cgroup/cpuacct/docker/${id}/cpuacct.usage`,
    seconds: (text) => Number(text) / 1e9,
  },
  { path: (id) => `/sys/fs/cgroup/docker/${id}/cpu.stat`, seconds: usageUsec },
  { path: (id) => `/sys/fs/cgroup/system.slice/docker-${id}.scope/cpu.stat`, seconds: usageUsec },
];

function usageUsec(text: string): number {
  return Number(/^usage_usec (\d+)/m.exec(text)?.[1] ?? 0) / 1e6;
}

function cpuSeconds(ids: readonly string[]): number | undefined {
  for (const { path, seconds } of accounts) {
    try {
      return ids.reduce((sum, id) => sum + seconds(readFileSync(path(id), "utf8")), 0);
    } catch {
      // Not there: the next.
    }
  }
  return undefined;
}
