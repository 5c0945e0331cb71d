import type { FaultAction } from "./fault-action.ts";

/** What the schedule wants to know of an exercise. */
export type Scheduled = Required<
  Pick<FaultAction, "looksAt" | "changes" | "historySeconds" | "megabytes">
> & {
  /** How long it will take, about: what takes longest begins first. */
  readonly seconds: number;
};

/** Room for exercises that run at the same time. */
export interface Room {
  readonly megabytes: number;
  /** How many at once: each of them asks and starts things, and there are few processors. */
  readonly exercises: number;
}

/** Seconds for which the drill's Prometheus has watched before anything is done to the stack. */
export const shortestHistory = 10;

/** Whether one changes what the other looks at. */
export function disturbEachOther(one: Scheduled, other: Scheduled): boolean {
  return (
    one.looksAt.some((signal) => other.changes.includes(signal)) ||
    other.looksAt.some((signal) => one.changes.includes(signal))
  );
}

/**
 * What to begin now, the longest first: whatever nobody who runs disturbs, for which there is room, and for which the
 * drill's Prometheus has watched long enough.
 */
export function next<T extends Scheduled>(
  waiting: readonly T[],
  running: readonly T[],
  watchedSeconds: number,
  room: Room,
): readonly T[] {
  const begun: T[] = [];
  for (const candidate of [...waiting].sort((a, b) => b.seconds - a.seconds)) {
    const beside = [...running, ...begun];
    const taken = beside.reduce((sum, { megabytes }) => sum + megabytes, 0);
    const fits = beside.length < room.exercises && taken + candidate.megabytes <= room.megabytes;
    const ready = watchedSeconds >= candidate.historySeconds;
    if (fits && ready && !beside.some((other) => disturbEachOther(candidate, other))) begun.push(candidate);
  }
  return begun;
}
