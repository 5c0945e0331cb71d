import { setTimeout as sleep } from "node:timers/promises";
import { bound, problemOf, resultOf, type Course, type DrillResult } from "./drill-result.ts";
import { firingSince, isOf, messagesOf, missing } from "./evidence.ts";
import type { Journal } from "./journal.ts";
import type { Drill, Exercise } from "./plan.ts";
import type { Stage } from "./stage.ts";
import type { Watch } from "./watch.ts";

/** What an exercise works with. */
export interface ExerciseOptions {
  readonly stage: Stage;
  readonly watch: Watch;
  readonly journal: Journal;
  /** Ends it early; the fault is undone all the same. */
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
}

// Alertmanager throws an empty group away every half minute: before that, a new alert would not wait for company.
const forgottenSeconds = 32;

// Beyond what was predicted, so that a late alert is seen to be late rather than never to come.
const patienceSeconds = 45;

/** Causes a fault, waits until the right people are told, undoes it, waits until they are told of that. */
export async function runExercise(
  exercise: Exercise,
  options: ExerciseOptions,
): Promise<readonly DrillResult[]> {
  const { action, drills } = exercise;
  const { stage, watch, signal, say } = options;
  const course: Course = { problems: new Map() };
  try {
    await action.prepare?.(stage);
    await untilQuiet(drills, options, course);
    if (!signal.aborted) await untilTold(exercise, options, course);
  } catch (error) {
    for (const drill of drills) course.problems.set(drill, (error as Error).message);
  }
  if (course.caused !== undefined) {
    await undo(exercise, options, course);
    await untilOver(exercise, options, course);
  }
  if (!signal.aborted) {
    // What is not removed now is removed at the end of the run.
    await action.tidy?.(stage).catch(() => undefined);
    say(`${faultOf(exercise)}: over`);
  }
  return drills.map((drill) => {
    const result = resultOf(drill, exercise, watch, course);
    const problem = course.problems.get(drill) ?? (signal.aborted ? "interrupted" : problemOf(result));
    return problem === undefined ? result : { ...result, problem };
  });
}

const faultOf = ({ drills: [first] }: Exercise): string => first?.fault ?? "nothing";

/** An alert that something else has set off would be taken for the fault's. */
async function untilQuiet(
  drills: readonly Drill[],
  { watch, signal }: ExerciseOptions,
  { problems }: Course,
): Promise<void> {
  const isQuiet = (drill: Drill): boolean =>
    watch.quietSeconds((alert) => isOf(alert, drill)) > forgottenSeconds;
  await wait(120, signal, () => drills.every(isQuiet));
  for (const drill of drills) if (!isQuiet(drill)) problems.set(drill, "it fired before the fault");
}

async function untilTold(exercise: Exercise, options: ExerciseOptions, course: Course): Promise<void> {
  const { action, drills } = exercise;
  const { stage, watch, journal, signal, say } = options;
  journal.add(faultOf(exercise));
  say(`${faultOf(exercise)}: ${action.says}`);
  const since = Date.now();
  course.caused = since;
  await action.cause(stage);
  const patience = Math.max(...drills.map((drill) => bound(drill, action))) + patienceSeconds;
  const told = await wait(patience, signal, () =>
    drills.every(
      (drill) =>
        firingSince(watch, drill, action.about, since) !== undefined &&
        missing(drill.firing, messagesOf(watch, drill, "firing", since)).length === 0,
    ),
  );
  if (told) say(`${faultOf(exercise)}: told of ${drills.map(({ alert }) => alert).join(", ")}`);
  else if (!signal.aborted) for (const drill of drills) await explain(drill, since, options, course);
}

async function undo(
  exercise: Exercise,
  { stage, journal, say }: ExerciseOptions,
  course: Course,
): Promise<void> {
  course.undone = Date.now();
  try {
    await exercise.action.undo(stage);
    journal.remove(faultOf(exercise));
  } catch (error) {
    // It stays in the journal, so that the next run tries again.
    const problem = `it could not be undone: ${(error as Error).message}`;
    for (const drill of exercise.drills) course.problems.set(drill, problem);
    say(`${faultOf(exercise)}: ${problem}`);
  }
}

async function untilOver(
  { action, drills }: Exercise,
  { watch, signal }: ExerciseOptions,
  { caused = 0, undone = 0 }: Course,
): Promise<void> {
  const longest = Math.max(...drills.map(({ endSeconds }) => endSeconds));
  await wait(longest + (action.recoverySeconds ?? 5) + patienceSeconds, signal, () =>
    drills.every((drill) => {
      const unheard = messagesOf(watch, drill, "firing", caused).length === 0;
      return unheard || missing(drill.resolved, messagesOf(watch, drill, "resolved", undone)).length === 0;
    }),
  );
}

/** Says how far an alert came that nobody was told of. */
async function explain(
  drill: Drill,
  since: number,
  { stage, watch }: ExerciseOptions,
  { problems }: Course,
): Promise<void> {
  if (missing(drill.firing, messagesOf(watch, drill, "firing", since)).length === 0) return;
  const active = watch.active().find((alert) => isOf(alert, drill));
  if (active === undefined) {
    const opinion =
      drill.pace === undefined ? "" : `: ${await stage.judge.opinion(drill.alert).catch(String)}`;
    problems.set(drill, `it did not fire${opinion}`);
  } else if (active.status.inhibitedBy.length > 0) {
    const by = watch.active().filter(({ fingerprint }) => active.status.inhibitedBy.includes(fingerprint));
    problems.set(drill, `it was held back by ${by.map(({ labels }) => labels["alertname"]).join(", ")}`);
  }
}

/** Waits until it is so, or the time is over, or the drill ends early. Resolves to whether it is so. */
async function wait(seconds: number, signal: AbortSignal, ask: () => boolean): Promise<boolean> {
  const deadline = Date.now() + seconds * 1000;
  while (!ask()) {
    if (signal.aborted || Date.now() >= deadline) return false;
    await sleep(250, undefined, { signal }).catch(() => undefined);
  }
  return true;
}
