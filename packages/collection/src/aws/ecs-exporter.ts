import { collectorPorts } from "../agent.ts";
import type { TaskContainer } from "./task-containers.ts";

/** Measures the containers of the task that it is in. The task goes on without it. */
export function ecsExporter(image: string): TaskContainer {
  return {
    name: "ecs-exporter",
    image,
    command: [],
    mounts: [],
    port: collectorPorts.ecs,
    memoryMb: 64,
    essential: false,
  };
}
