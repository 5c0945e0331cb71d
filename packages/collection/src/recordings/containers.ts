import {
  containerCpuSeconds,
  containerMemoryLimit,
  containerNetworkReceived,
  containerNetworkSent,
  containerWorkingSet,
} from "../exporters/cadvisor.ts";
import { promql, where, type Promql } from "../promql.ts";
import { recording } from "../recording.ts";

const named = { name: /.+/ } as const;

/** One series per container, whose name becomes its service: cAdvisor's own says nothing about it. */
function byName(expr: Promql): Promql {
  return promql`max by (service) (${serviceOf(expr)})`;
}

function serviceOf(expr: Promql): Promql {
  return promql`label_replace(${expr}, "service", "$1", "name", "(.+)")`;
}

/**
 * How often each container started again within 15 minutes: its processor time then counts from 0. One made anew, as by a
 * deploy, does not count. Not container_start_time_seconds, which is when Docker made the container and never changes:
 * https://github.com/google/cadvisor/issues/2169
 */
export const containerRestarts = recording(
  "service:container_restarts:resets15m",
  [],
  byName(promql`resets(${where(containerCpuSeconds, named)}[15m])`),
);

/** Share of its memory limit that each container uses; none for a container without a limit. */
export const containerMemoryUse = recording(
  "service:container_memory_working_set:ratio",
  [],
  byName(promql`${where(containerWorkingSet, named)} / (${where(containerMemoryLimit, named)} > 0)`),
);

/** Processors that each container uses. */
export const containerCpuUse = recording(
  "service:container_cpu_usage_seconds:rate5m",
  [],
  byName(promql`rate(${where(containerCpuSeconds, named)}[5m])`),
);

/** Memory of each container that counts towards its limit. */
export const containerMemory = recording(
  "service:container_memory_working_set_bytes:max",
  [],
  byName(promql`${where(containerWorkingSet, named)}`),
);

/** Bytes per second that each container receives and sends, together and over all its networks. */
export const containerTraffic = recording(
  "service:container_network_bytes:rate5m",
  [],
  promql`sum by (service) (${serviceOf(promql`rate(${where(containerNetworkReceived, named)}[5m]) + rate(${containerNetworkSent}[5m])`)})`,
);

/** In the order in which they are evaluated. */
export const containerRecordings = [
  containerRestarts,
  containerMemoryUse,
  containerCpuUse,
  containerMemory,
  containerTraffic,
];
