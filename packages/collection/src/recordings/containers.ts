import { containerMemoryLimit, containerStartTime, containerWorkingSet } from "../exporters/cadvisor.ts";
import { promql, where, type Promql } from "../promql.ts";
import { recording } from "../recording.ts";

const named = { name: /.+/ } as const;

/** One series per container, whose name becomes its service: cAdvisor's own says nothing about it. */
function byName(expr: Promql): Promql {
  return promql`max by (service) (label_replace(${expr}, "service", "$1", "name", "(.+)"))`;
}

/** When each container was started last, also where another of the same name took its place. */
export const containerStart = recording(
  "service:container_start_time_seconds:max",
  [],
  byName(where(containerStartTime, named)),
);

/** Share of its memory limit that each container uses; none for a container without a limit. */
export const containerMemoryUse = recording(
  "service:container_memory_working_set:ratio",
  [],
  byName(promql`${where(containerWorkingSet, named)} / (${where(containerMemoryLimit, named)} > 0)`),
);

/** In the order in which they are evaluated. */
export const containerRecordings = [containerStart, containerMemoryUse];
