import { containersOf, dockerContainer, text } from "../containers.ts";
import type { PlannedResource } from "../planned-resource.ts";
import type { Policy } from "../policy.ts";

// Components whose data nobody can make again. What the demo, the inbox and Grafana keep can be.
const keepers = ["monitoring:collection/docker:Prometheus", "monitoring:alerting/docker:Alertmanager"];

/** Samples, silences and the workspace outlive a slip of the keyboard. */
export const dataIsProtected: Policy = {
  name: "data-is-protected",
  what: "the AMP workspace and the volumes that Prometheus and Alertmanager write to refuse to be deleted",
  check: (resources) => {
    const written = new Set(
      resources
        .filter(({ type, within }) => type === dockerContainer && within.some((one) => keepers.includes(one)))
        .flatMap(containersOf)
        .filter(({ keepsRunning }) => keepsRunning)
        .flatMap(({ mounts }) => mounts.filter(({ readOnly }) => !readOnly).map(({ source }) => source)),
    );
    return resources
      .filter((resource) => !resource.protect && holdsData(resource, written))
      .map((resource) => ({ resource, message: "set protect; what is in it cannot be had again" }));
  },
};

function holdsData({ type, props }: PlannedResource, written: ReadonlySet<string>): boolean {
  return (
    type === "aws:amp/workspace:Workspace" ||
    (type === "docker:index/volume:Volume" && written.has(text(props["name"])))
  );
}
