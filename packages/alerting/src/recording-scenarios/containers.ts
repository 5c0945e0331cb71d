import {
  containerCpuSeconds,
  containerMemoryLimit,
  containerCpuUse,
  containerMemory,
  containerMemoryUse,
  containerNetworkReceived,
  containerNetworkSent,
  containerRestarts,
  containerTraffic,
  containerWorkingSet,
} from "@monitoring/collection";
import { series, type InputSeries, type RecordingScenario } from "../scenario.ts";
import { lookedAt, uneven } from "./uneven.ts";

const target = { job: "cadvisor", instance: "cadvisor:8080", service: "cadvisor", image: "sha256:1" };
const redis = (id: string) => ({ ...target, id: `/docker/${id}`, name: "mcp-redis" });
const slice = { job: "cadvisor", instance: "cadvisor:8080", service: "cadvisor", id: "/system.slice" };

const seenTogether =
  "a container and the one that takes its place are seen together, and what is no container";

/** Bytes per second over one network. */
const traffic = (
  container: ReturnType<typeof redis> | typeof slice,
  network: string,
  received: number,
  sent: number,
): readonly InputSeries[] => [
  series(containerNetworkReceived, { ...container, interface: network }, uneven(received)),
  series(containerNetworkSent, { ...container, interface: network }, uneven(sent)),
];

/** What is computed of each container, whatever cAdvisor calls its own service. */
export const containerScenarios: readonly RecordingScenario[] = [
  {
    recording: containerRestarts,
    when: "a container that started twice more is made anew and starts once more, and what is no container does, too",
    interval: "1m",
    series: [
      series(containerCpuSeconds, redis("1"), "50+1x2 2+1x2 2+1x2 stale"),
      series(containerCpuSeconds, redis("2"), "_x9 2+1x1 2+1x2"),
      series(containerCpuSeconds, slice, "50+1x5 2+1x8"),
    ],
    at: "13m",
    gives: [{ labels: { service: "mcp-redis" }, value: 2 }],
  },
  {
    recording: containerMemoryUse,
    when: "a container and the one that takes its place are seen together",
    interval: "1m",
    series: [
      series(containerMemoryLimit, redis("1"), "100000000x5"),
      series(containerWorkingSet, redis("1"), "80000000x5"),
      series(containerMemoryLimit, redis("2"), "200000000x5"),
      series(containerWorkingSet, redis("2"), "50000000x5"),
    ],
    at: "5m",
    gives: [{ labels: { service: "mcp-redis" }, value: 0.8 }],
  },
  {
    recording: containerMemory,
    when: seenTogether,
    interval: "1m",
    series: [
      series(containerWorkingSet, redis("1"), "80000000x5"),
      series(containerWorkingSet, redis("2"), "50000000x5"),
      series(containerWorkingSet, slice, "900000000x5"),
    ],
    at: "5m",
    gives: [{ labels: { service: "mcp-redis" }, value: 80_000_000 }],
  },
  {
    recording: containerCpuUse,
    when: seenTogether,
    interval: "15s",
    series: [
      series(containerCpuSeconds, redis("1"), uneven(0.2)),
      series(containerCpuSeconds, redis("2"), uneven(0.5)),
      series(containerCpuSeconds, slice, uneven(4)),
    ],
    at: lookedAt,
    gives: [{ labels: { service: "mcp-redis" }, value: 0.5 }],
  },
  {
    recording: containerTraffic,
    when: "a container has two networks, and what is no container sends, too",
    interval: "15s",
    series: [
      ...traffic(redis("1"), "eth0", 200, 50),
      ...traffic(redis("1"), "eth1", 100, 4),
      ...traffic(slice, "eth0", 900, 800),
    ],
    at: lookedAt,
    gives: [{ labels: { service: "mcp-redis" }, value: 354 }],
  },
];
