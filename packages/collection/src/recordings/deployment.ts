import { promql, where } from "../promql.ts";
import { recording, type Recording } from "../recording.ts";

/** What a stack was made of when it was placed. */
export interface Deployment {
  /** The stack's name. */
  readonly stack: string;
  /** The commit that it was placed from. */
  readonly commit: string;
  /** Changes with what was placed, whatever the commit. */
  readonly content: string;
}

/** What nobody has placed yet: in files that are only looked at. */
export const noDeployment: Deployment = { stack: "none", commit: "unknown commit", content: "none" };

const labels = ["stack", "commit", "content"] as const;

/**
 * When what runs now was placed, in seconds since 1970. Rules are a part of what is placed, so this one knows its
 * deployment; the first evaluation writes down the time, and each later one repeats it. Not where another deployment came
 * in between: who goes back to an older one deploys it again. An outage, shorter than a week, is no deployment.
 */
export function deploymentTime(deployment: Deployment): Recording<(typeof labels)[number]> {
  const { stack, commit, content } = deployment;
  const name = "stack_commit_content:deployment_time_seconds:first";
  const itself = recording(name, labels, promql``);
  const known = promql`last_over_time(${where(itself, { stack, commit, content })}[7d])`;
  const newest = promql`max(last_over_time(${where(itself, { stack })}[7d]))`;
  const expr = promql`${known} >= on () group_left () ${newest} or on () vector(time())`;
  return { ...recording(name, labels, expr), sets: { stack, commit, content } };
}

/** When each deployment was made, by its labels. */
export const deployedAt = deploymentTime(noDeployment);
