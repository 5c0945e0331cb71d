import { totalmem } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { drillLabel } from "@monitoring/alerting";
import type { Config } from "@monitoring/stacks";
import { UserError } from "../user-error.ts";
import type { DrillResult } from "./drill-result.ts";
import { runExercise } from "./exercise.ts";
import type { FaultAction } from "./fault-action.ts";
import { apartMemoryMb, apartService } from "./faults/apart.ts";
import { faultActions } from "./faults/index.ts";
import { judgeMemoryMb, startJudge } from "./judge.ts";
import { judgeFiles } from "./judge-files.ts";
import { openJournal } from "./journal.ts";
import { exercisesOf, type Drill, type Exercise, type Plan } from "./plan.ts";
import { next, shortestHistory, type Scheduled } from "./schedule.ts";
import { openStage, propsMemoryMb, removeThrowaways, runningStack, type Stack } from "./stage.ts";
import { openWatch } from "./watch.ts";

/** What a run of drills works with. */
export interface DrillRun {
  readonly config: Config;
  readonly plan: Plan;
  /** The drills that were asked for. */
  readonly drills: readonly Drill[];
  /** Where it is written down what has to be undone. */
  readonly journal: string;
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
}

/** What a run of drills leaves behind. */
export interface DrillOutcome {
  readonly results: readonly DrillResult[];
  /** The stack's own alerts that fire at its end: their windows remember what was done. */
  readonly remembered: readonly string[];
}

type Planned = Exercise & Scheduled;

const tenthOfMemory = totalmem() / 10 / 2 ** 20;
const always = judgeMemoryMb + propsMemoryMb;

/** With what always runs, a tenth of this machine's memory; and not more at once than two processors can look after. */
const room = { megabytes: tenthOfMemory - always, exercises: 12 };

/** Mends what a killed run left, then holds the drills; whatever happens, everything is as before afterwards. */
export async function runDrills(run: DrillRun): Promise<DrillOutcome> {
  const { config, plan, drills, signal, say } = run;
  const stack = runningStack(config);
  await mend(stack, run);
  const exercises = exercisesOf(drills, faultActions).map(planned);
  refuseTooLarge(exercises);
  const watch = await openWatch(config);
  const calm = keepBusy(stack);
  try {
    const judge = await startJudge(stack, judgeFiles(config, plan.judged));
    const stage = openStage(stack, judge, () =>
      startJudge(stack, judgeFiles(config, plan.judgedApart, { cluster: "drill" }), {
        name: apartService,
        memoryMb: apartMemoryMb,
      }),
    );
    const journal = openJournal(run.journal);
    const results: DrillResult[] = [];
    let waiting = exercises;
    const running = new Map<Planned, Promise<void>>();
    while (waiting.length + running.size > 0) {
      const begun = signal.aborted ? [] : next(waiting, [...running.keys()], judge.watchedSeconds(), room);
      if (signal.aborted) waiting = [];
      for (const exercise of begun) {
        const options = { stage, watch, journal, signal, say };
        running.set(
          exercise,
          runExercise(exercise, options).then((found) => {
            results.push(...found);
            running.delete(exercise);
          }),
        );
      }
      waiting = waiting.filter((exercise) => !begun.includes(exercise));
      await Promise.race([...running.values(), sleep(1_000)]);
    }
    return {
      results: drills.flatMap((drill) => results.filter((result) => result.drill === drill)),
      remembered: watch
        .active()
        .filter(({ labels }) => labels[drillLabel] === undefined && labels["severity"] !== "heartbeat")
        .map(({ labels }) => labels["alertname"] ?? ""),
    };
  } finally {
    watch.stop();
    await calm();
    await removeThrowaways(config.namePrefix);
  }
}

/** Throwaway containers take a tenth of the machine's memory at most. */
function refuseTooLarge(exercises: readonly Planned[]): void {
  const large = exercises.filter(({ megabytes }) => megabytes > room.megabytes);
  if (large.length === 0) return;
  const alerts = large.flatMap((exercise) => exercise.drills.map(({ alert }) => alert));
  throw new UserError(
    `the drill of ${alerts.join(", ")} needs ${Math.max(...large.map(({ megabytes }) => megabytes)) + always} MB, and ` +
      `must not take more than a tenth of this machine's memory, ${Math.floor(tenthOfMemory)} MB; name other alerts`,
  );
}

/**
 * Lets the demo's clients call steadily, so that a quiet minute of theirs does not hide a fault. Said again and again:
 * a server that a drill stops forgets it. @returns what ends it
 */
function keepBusy(stack: Stack): () => Promise<void> {
  const busy = (on: boolean): Promise<void> => stack.demo("busy-clients", on).catch(() => undefined);
  void busy(true);
  const timer = setInterval(() => void busy(true), 15_000);
  return () => {
    clearInterval(timer);
    return busy(false);
  };
}

/** Undoes what a run that was killed had done. */
async function mend(stack: Stack, { journal: path, say }: DrillRun): Promise<void> {
  const journal = openJournal(path);
  const failed: string[] = [];
  for (const { fault, since } of journal.entries()) {
    say(`an earlier drill was killed at ${fault} (${since}); this is undone first`);
    try {
      await undoOf(fault)(stack);
      journal.remove(fault);
    } catch (error) {
      failed.push(`${fault}: ${(error as Error).message}`);
    }
  }
  const left = await removeThrowaways(stack.config.namePrefix);
  if (left.length > 0) say(`removed what it left: ${left.join(", ")}`);
  if (failed.length > 0) {
    throw new UserError(
      `an earlier drill could not be undone; npm run up mends what it can: ${failed.join("; ")}`,
    );
  }
}

/** How to undo a fault of a journal; one of another version that this one does not know is left to its containers. */
function undoOf(fault: string): FaultAction["undo"] {
  const known: Readonly<Record<string, FaultAction>> = faultActions;
  return known[fault]?.undo ?? (() => Promise.resolve());
}

function planned(exercise: Exercise): Planned {
  const { looksAt, changes, historySeconds = shortestHistory, megabytes = 0, onsetSeconds } = exercise.action;
  const seconds = Math.max(
    ...exercise.drills.map(
      ({ detectionSeconds, endSeconds }) => onsetSeconds + detectionSeconds + endSeconds,
    ),
  );
  return { ...exercise, looksAt, changes, historySeconds, megabytes, seconds };
}
