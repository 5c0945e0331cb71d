import type { Duration, Recording } from "@monitoring/collection";
import type { Alert } from "./alert.ts";
import type { RecordingScenario } from "./scenario.ts";

/**
 * A file of rules about one subject, evaluated in order at one interval: a recording stands before what reads it.
 * Groups run side by side, so what is read across groups may be one interval old.
 */
export interface RuleGroup {
  readonly name: string;
  readonly interval: Duration;
  readonly recordings: readonly Recording[];
  readonly alerts: readonly Alert[];
  /** What its recordings give, where its alerts do not prove it. @default none */
  readonly scenarios?: readonly RecordingScenario[];
  /** Step at which promtool evaluates the scenarios, where the interval would take too many. @default interval */
  readonly testStep?: Duration;
}

/** Every alert of some groups, in their order. */
export function alertsOf(groups: readonly RuleGroup[]): readonly Alert[] {
  return groups.flatMap(({ alerts }) => alerts);
}
