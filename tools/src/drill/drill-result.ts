import type { Channel } from "@monitoring/alerting";
import { channelsOf, firingSince, lastOf, messagesOf } from "./evidence.ts";
import type { FaultAction } from "./fault-action.ts";
import type { Drill, Exercise } from "./plan.ts";
import type { Watch } from "./watch.ts";

/** What came of a drill. */
export interface DrillResult {
  readonly drill: Drill;
  /** What was done. */
  readonly says: string;
  /** Most seconds from the fault to the notification that were to be expected. */
  readonly boundSeconds: number;
  /** From the fault's beginning until the alert fired. */
  readonly firingSeconds?: number;
  /** From then until the last receiver was told. */
  readonly notifiedSeconds?: number;
  /** From the fault's end until the last receiver was told of it. */
  readonly resolvedSeconds?: number;
  /** Who was told, of each. */
  readonly told: readonly Channel[];
  readonly toldOfEnd: readonly Channel[];
  /** Why it failed. */
  readonly problem?: string;
  /** Whether it came later than predicted. */
  readonly late: boolean;
}

/** What has happened so far. */
export interface Course {
  /** When the fault was caused and when it was undone, in milliseconds. */
  caused?: number;
  undone?: number;
  readonly problems: Map<Drill, string>;
}

/** Most seconds from a fault to the notification. */
export const bound = ({ detectionSeconds }: Drill, { onsetSeconds }: FaultAction): number =>
  onsetSeconds + detectionSeconds;

/** What came of a drill, from what was seen. */
export function resultOf(
  drill: Drill,
  { action }: Exercise,
  watch: Pick<Watch, "messages" | "firstStart">,
  { caused, undone }: Course,
): DrillResult {
  const boundSeconds = bound(drill, action);
  const result = { drill, says: action.says, boundSeconds };
  if (caused === undefined || undone === undefined) {
    return { ...result, told: [], toldOfEnd: [], late: false };
  }
  const told = messagesOf(watch, drill, "firing", caused);
  const toldOfEnd = messagesOf(watch, drill, "resolved", undone);
  const [fired, last, end] = [
    firingSince(watch, drill, action.about, caused),
    lastOf(drill.firing, told),
    lastOf(drill.resolved, toldOfEnd),
  ];
  return {
    ...result,
    ...(fired !== undefined && { firingSeconds: (fired - caused) / 1000 }),
    ...(fired !== undefined && last !== undefined && { notifiedSeconds: (last - fired) / 1000 }),
    ...(end !== undefined && { resolvedSeconds: (end - undone) / 1000 }),
    told: channelsOf(told),
    toldOfEnd: channelsOf(toldOfEnd),
    late: last !== undefined && (last - caused) / 1000 > boundSeconds,
  };
}

/** What speaks against a drill that ran to its end. */
export function problemOf(result: DrillResult): string | undefined {
  const { drill, told, toldOfEnd, firingSeconds } = result;
  const unheard = drill.firing.filter((channel) => !told.includes(channel));
  const unwanted = told.filter((channel) => !drill.firing.includes(channel));
  const open = drill.resolved.filter((channel) => !toldOfEnd.includes(channel));
  if (unheard.length > 0) return `not told: ${unheard.join(", ")}`;
  if (unwanted.length > 0) return `told, and should not be: ${unwanted.join(", ")}`;
  if (firingSeconds === undefined) return "told of something else than what the fault did";
  if (open.length > 0) return `not told of the end: ${open.join(", ")}`;
  return undefined;
}
