import type { TaskContainer } from "./task-containers.ts";

/** Where the exporter of a task's own containers answers. */
export const ecsExporterPort = 9779;

/** Measures the containers of the task that it is in. The task goes on without it. */
export function ecsExporter(image: string): TaskContainer {
  return {
    name: "ecs-exporter",
    image,
    command: [],
    mounts: [],
    port: ecsExporterPort,
    memoryMb: 64,
    essential: false,
  };
}
