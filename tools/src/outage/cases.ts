import type { Duration } from "@monitoring/collection";
import type { Answer } from "./amp-receiver.ts";

/** The replica whose samples are kept when a case begins, or the other one. */
export type Who = "leader" | "follower";

/** What happens next. */
export type Step =
  | { readonly do: "wait"; readonly for: Duration }
  | { readonly do: "answer"; readonly how: Answer }
  | { readonly do: "kill"; readonly who: Who }
  | { readonly do: "stop"; readonly who: Who }
  /** On an empty disk, as a new task has it, or on the one that it left behind. */
  | { readonly do: "start"; readonly who: Who; readonly disk: "new" | "old" }
  /** A new one starts beside the old one, which is stopped once the new one is healthy. */
  | { readonly do: "replace"; readonly who: Who }
  | { readonly do: "hear-first"; readonly who: Who };

/** Something that goes wrong, and what is promised of it. */
export interface OutageCase {
  readonly name: string;
  /** Completes "what is lost when ...". */
  readonly when: string;
  readonly steps: readonly Step[];
  readonly promise: {
    /** How many scrapes are lost at most. @default any number */
    readonly atMost?: number;
    /** An alert says that some are lost. */
    readonly told?: true;
  };
  /** Takes too long to be tried with every other test. @default false */
  readonly long?: boolean;
}

const wait = (time: Duration): Step => ({ do: "wait", for: time });
const answer = (how: Answer): Step => ({ do: "answer", how });
// What Fargate takes to put a new task in a lost one's place, roughly: it was not measured there.
const newTask = wait("60s");
// Long enough for senders that wait up to 10 s between two tries, and for another replica to be elected.
const settle = wait("2m");

// If AMP hears the follower first afterwards, what it had dropped of it before, and had not yet got of the leader, is lost.
const otherHeardFirst = { atMost: 2 } as const;

// 30 s until AMP takes the other's, and what either had not sent yet.
const takenOver = { atMost: 3, told: true } as const;

/** What may go wrong between the collectors and AMP. */
export const outageCases: readonly OutageCase[] = [
  {
    name: "away",
    when: "AMP cannot be reached for ten minutes",
    steps: [answer("away"), wait("10m"), answer("well"), settle],
    promise: otherHeardFirst,
  },
  {
    name: "away-leader-first",
    when: "AMP cannot be reached for five minutes and then hears the leader first",
    steps: [answer("away"), wait("5m"), { do: "hear-first", who: "leader" }, answer("well"), settle],
    promise: { atMost: 0 },
  },
  {
    name: "away-follower-first",
    when: "AMP cannot be reached for five minutes and then hears the follower first",
    steps: [answer("away"), wait("5m"), { do: "hear-first", who: "follower" }, answer("well"), settle],
    promise: otherHeardFirst,
  },
  {
    name: "unavailable",
    when: "AMP answers 503 for ten minutes",
    steps: [answer(503), wait("10m"), answer("well"), settle],
    promise: otherHeardFirst,
  },
  {
    name: "throttled",
    when: "AMP answers 429 to everything for ten minutes",
    steps: [answer(429), wait("10m"), answer("well"), settle],
    promise: otherHeardFirst,
  },
  {
    name: "long",
    when: "AMP cannot be reached for seventy minutes",
    steps: [answer("away"), wait("70m"), answer("well"), settle],
    promise: { told: true },
    long: true,
  },
  {
    name: "refused",
    when: "AMP answers 400 to everything for two minutes",
    steps: [answer(400), wait("2m"), answer("well"), settle],
    promise: { told: true },
  },
  {
    name: "forbidden",
    when: "AMP answers 403 for two minutes, as without a role",
    steps: [answer(403), wait("2m"), answer("well"), settle],
    promise: { told: true },
  },
  {
    name: "follower-killed",
    when: "the follower is killed and a new task takes its place",
    steps: [{ do: "kill", who: "follower" }, newTask, { do: "start", who: "follower", disk: "new" }, settle],
    promise: { atMost: 0 },
  },
  {
    name: "leader-killed",
    when: "the leader is killed and a new task takes its place",
    steps: [{ do: "kill", who: "leader" }, newTask, { do: "start", who: "leader", disk: "new" }, settle],
    promise: takenOver,
  },
  {
    name: "leader-stopped",
    when: "the leader is stopped in good order and a new task takes its place",
    steps: [{ do: "stop", who: "leader" }, newTask, { do: "start", who: "leader", disk: "new" }, settle],
    promise: takenOver,
  },
  {
    name: "survivor-first",
    when: "the follower is replaced during ten minutes without AMP, and AMP then hears the leader first",
    steps: [
      answer("away"),
      wait("5m"),
      { do: "kill", who: "follower" },
      newTask,
      { do: "start", who: "follower", disk: "new" },
      wait("4m"),
      { do: "hear-first", who: "leader" },
      answer("well"),
      settle,
    ],
    promise: { atMost: 0 },
  },
  {
    name: "newcomer-first",
    when: "the follower is replaced during ten minutes without AMP, and AMP then hears the new one first",
    steps: [
      answer("away"),
      wait("5m"),
      { do: "kill", who: "follower" },
      newTask,
      { do: "start", who: "follower", disk: "new" },
      wait("4m"),
      { do: "hear-first", who: "follower" },
      answer("well"),
      settle,
    ],
    promise: { told: true },
  },
  {
    name: "both-restarted",
    when: "both are restarted on their own disks during ten minutes without AMP",
    steps: [
      answer("away"),
      wait("5m"),
      { do: "kill", who: "leader" },
      { do: "kill", who: "follower" },
      { do: "start", who: "leader", disk: "old" },
      { do: "start", who: "follower", disk: "old" },
      wait("5m"),
      answer("well"),
      settle,
    ],
    promise: { told: true },
  },
  {
    name: "rolling-change",
    when: "a change rolls: the new one of each replica starts before the old one is stopped, a and then b",
    steps: [{ do: "replace", who: "leader" }, wait("1m"), { do: "replace", who: "follower" }, settle],
    promise: { atMost: 0 },
  },
];
