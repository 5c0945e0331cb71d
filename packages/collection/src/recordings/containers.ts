import { containerCpuSeconds, containerMemoryLimit, containerWorkingSet } from "../exporters/cadvisor.ts";
import { promql, where, type Promql } from "../promql.ts";
import { recording } from "../recording.ts";

const named = { name: /.+/ } as const;

/** One series per container, whose name becomes its service: cAdvisor's own says nothing about it. */
function byName(expr: Promql): Promql {
  return promql`max by (service) (label_replace(${expr}, "service", "$1", "name", "(.+)"))`;
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

/** In the order in which they are evaluated. */
export const containerRecordings = [containerRestarts, containerMemoryUse];
