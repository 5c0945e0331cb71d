import { setTimeout as sleep } from "node:timers/promises";
import { drillLabel, type Channel } from "@monitoring/alerting";
import type { FaultAction } from "./fault-action.ts";
import type { Journal } from "./journal.ts";
import type { Drill, Exercise } from "./plan.ts";
import type { Stage } from "./stage.ts";
import type { ActiveAlert, Message, Watch } from "./watch.ts";

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
}

/** What an exercise works with. */
export interface ExerciseOptions {
  readonly stage: Stage;
  readonly watch: Watch;
  readonly journal: Journal;
  /** Ends it early; the fault is undone all the same. */
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
}

// Beyond what was predicted, so that a late alert is seen to be late rather than never to come.
const patienceSeconds = 45;

/** Causes a fault, waits until the right people are told, undoes it, waits until they are told of that. */
export async function runExercise(
  { fault, drills }: Exercise,
  action: FaultAction,
  options: ExerciseOptions,
): Promise<readonly DrillResult[]> {
  const { stage, watch, journal, signal, say } = options;
  const bound = ({ detectionSeconds }: Drill): number => action.onsetSeconds + detectionSeconds;
  const names = drills.map(({ alert }) => alert).join(", ");
  const problems = new Map<Drill, string>();
  const firing = new Map<Drill, number>();
  let caused: number | undefined;
  let ended: number | undefined;
  try {
    await action.prepare?.(stage);
    await wait(60, signal, () => drills.every((drill) => activeOf(watch, drill).length === 0));
    for (const drill of drills) {
      if (activeOf(watch, drill).length > 0) problems.set(drill, "it fired before the fault");
    }
    journal.add(fault);
    say(`${fault}: ${action.says}`);
    caused = Date.now();
    const since = caused;
    await action.cause(stage);
    const allTold = await wait(Math.max(...drills.map(bound)) + patienceSeconds, signal, () => {
      for (const drill of drills) {
        const [first] = activeOf(watch, drill)
          .map(({ startsAt }) => Date.parse(startsAt))
          .sort();
        if (first !== undefined && !firing.has(drill)) firing.set(drill, first);
      }
      return drills.every(
        (drill) => missing(drill.firing, messagesOf(watch, drill, "firing", since)).length === 0,
      );
    });
    if (allTold) say(`${fault}: told of ${names}`);
    else for (const drill of drills) await explain(drill, since, options, problems);
  } catch (error) {
    for (const drill of drills) problems.set(drill, (error as Error).message);
  } finally {
    ended = Date.now();
    await action.undo(stage).catch((error: unknown) => {
      const problem = `it could not be undone: ${(error as Error).message}`;
      for (const drill of drills) problems.set(drill, problem);
      say(`${fault}: ${problem}`);
    });
    journal.remove(fault);
  }
  const [begun, over] = [caused ?? ended, ended];
  const patience =
    Math.max(...drills.map(({ endSeconds }) => endSeconds)) + (action.recoverySeconds ?? 5) + patienceSeconds;
  await wait(patience, signal, () =>
    drills.every((drill) => {
      const hopeless = messagesOf(watch, drill, "firing", begun).length === 0;
      return hopeless || missing(drill.resolved, messagesOf(watch, drill, "resolved", over)).length === 0;
    }),
  );
  if (!signal.aborted) say(`${fault}: over`);
  return drills.map((drill) => {
    const told = messagesOf(watch, drill, "firing", begun);
    const toldOfEnd = messagesOf(watch, drill, "resolved", over);
    const fired = firing.get(drill);
    const last = lastOf(drill.firing, told);
    const end = lastOf(drill.resolved, toldOfEnd);
    const result: DrillResult = {
      drill,
      says: action.says,
      boundSeconds: bound(drill),
      ...(fired !== undefined && { firingSeconds: (fired - begun) / 1000 }),
      ...(fired !== undefined && last !== undefined && { notifiedSeconds: (last - fired) / 1000 }),
      ...(end !== undefined && { resolvedSeconds: (end - over) / 1000 }),
      told: channelsOf(told),
      toldOfEnd: channelsOf(toldOfEnd),
    };
    const problem = problems.get(drill) ?? (signal.aborted ? "interrupted" : problemOf(result));
    return problem === undefined ? result : { ...result, problem };
  });
}

/** What speaks against a drill that ran to its end. */
export function problemOf(result: DrillResult): string | undefined {
  const { drill, told, toldOfEnd, boundSeconds, firingSeconds = 0, notifiedSeconds = 0 } = result;
  const unheard = drill.firing.filter((channel) => !told.includes(channel));
  const unwanted = told.filter((channel) => !drill.firing.includes(channel));
  const open = drill.resolved.filter((channel) => !toldOfEnd.includes(channel));
  const took = firingSeconds + notifiedSeconds;
  if (unheard.length > 0) return `not told: ${unheard.join(", ")}`;
  if (unwanted.length > 0) return `told, and should not be: ${unwanted.join(", ")}`;
  if (took > boundSeconds) return `told after ${took.toFixed(1)} s, which is later than predicted`;
  if (open.length > 0) return `not told of the end: ${open.join(", ")}`;
  return undefined;
}

/** The alerts of a drill that fire now: with its label those of the drill's Prometheus, without it the stack's. */
function activeOf(watch: Watch, { alert, pace }: Drill): readonly ActiveAlert[] {
  const label = pace === undefined ? undefined : alert;
  return watch.active().filter(({ labels }) => labels["alertname"] === alert && labels[drillLabel] === label);
}

/** The messages about a drill's alert. What the drill's Prometheus says is marked in the title. */
export function messagesOf(
  watch: Pick<Watch, "messages">,
  { alert, pace }: Pick<Drill, "alert" | "pace">,
  status: Message["status"],
  since: number,
): readonly Message[] {
  return watch
    .messages()
    .filter(
      (message) =>
        message.status === status &&
        Date.parse(message.receivedAt) >= since &&
        message.alerts.some(({ name }) => name === alert) &&
        /\(\w+, drill\)/.test(message.subject) === (pace !== undefined),
    );
}

function missing(wanted: readonly Channel[], messages: readonly Message[]): readonly Channel[] {
  return wanted.filter((channel) => !messages.some((message) => message.channel === channel));
}

/** When the last of some channels was first told; nothing while one of them was not. */
function lastOf(wanted: readonly Channel[], messages: readonly Message[]): number | undefined {
  if (missing(wanted, messages).length > 0) return undefined;
  return Math.max(
    ...wanted.map((channel) => Date.parse(messages.find((one) => one.channel === channel)?.receivedAt ?? "")),
  );
}

function channelsOf(messages: readonly Message[]): readonly Channel[] {
  return [...new Set(messages.map(({ channel }) => channel))].sort();
}

/** Says how far an alert came that nobody was told of. */
async function explain(
  drill: Drill,
  since: number,
  { stage, watch }: ExerciseOptions,
  problems: Map<Drill, string>,
): Promise<void> {
  if (missing(drill.firing, messagesOf(watch, drill, "firing", since)).length === 0) return;
  const [active] = activeOf(watch, drill);
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
