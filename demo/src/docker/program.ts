import { serviceContainer, type Mount, type ServiceArgs } from "@monitoring/collection/docker";
import type * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";

/** The user that every role of the demo's program runs as. */
export const nodeUser = "1000";

/** Where the program's roles find their configuration and secrets. */
export const filesFolder = "/etc/demo";

/** A container that runs one role of the demo's program. */
export function programContainer(
  name: string,
  role: string,
  args: Omit<ServiceArgs, "user" | "command" | "tmpfs" | "memoryMb"> & { readonly mounts: readonly Mount[] },
  opts: pulumi.CustomResourceOptions,
): docker.Container {
  return serviceContainer(
    name,
    {
      ...args,
      user: `${nodeUser}:${nodeUser}`,
      command: [role],
      tmpfs: { "/tmp": "size=16m" },
      memoryMb: 256,
    },
    opts,
  );
}
