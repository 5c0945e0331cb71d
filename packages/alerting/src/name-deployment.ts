import { deploymentTime, type Deployment, type Recording } from "@monitoring/collection";
import type { RuleGroup } from "./rule-group.ts";

/** The same groups with the recording of deployments telling of this one. */
export function nameDeployment(groups: readonly RuleGroup[], deployment: Deployment): readonly RuleGroup[] {
  const named: Recording = deploymentTime(deployment);
  return groups.map((group) => ({
    ...group,
    recordings: group.recordings.map((one) => (one.name === named.name ? named : one)),
  }));
}
