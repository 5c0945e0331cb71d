import { deployedAt } from "@monitoring/collection";
import { weekStart } from "./expose.ts";
import { badRelease, weekEnd } from "./time.ts";

const minute = 60;

/** The week's deployments, oldest first: on Monday one that is taken back by the next, and one on the last morning. */
const deployments = [
  { commit: "3d5b1f7", content: "9c41e0aa52d7", at: weekStart },
  { commit: "a81c04e", content: "5f0d77b1e936", at: badRelease.from - 2 * minute },
  { commit: "c6e92bd", content: "9c41e0aa52d8", at: badRelease.to },
  { commit: "07f4d3a", content: "e2b8630c1f45", at: weekEnd - 95 * minute },
] as const;

/** What the rule that writes down deployments would have written, as OpenMetrics lines. */
export function deploymentLines(): readonly string[] {
  return deployments.flatMap(({ commit, content, at }, i) => {
    const until = deployments[i + 1]?.at ?? weekEnd;
    const times = Array.from({ length: Math.ceil((until - at) / minute) }, (_, n) => at + n * minute);
    const labels = `stack="dev",commit="${commit}",content="${content}"`;
    return times.map((time) => `${deployedAt.name}{${labels}} ${at} ${time}`);
  });
}
