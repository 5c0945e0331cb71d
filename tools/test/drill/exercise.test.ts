import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { runExercise } from "../../src/drill/exercise.ts";
import type { FaultAction } from "../../src/drill/fault-action.ts";
import { openJournal, type Journal } from "../../src/drill/journal.ts";
import type { Drill } from "../../src/drill/plan.ts";
import type { Stage } from "../../src/drill/stage.ts";
import type { ActiveAlert, Message, Watch } from "../../src/drill/watch.ts";

const drill: Drill = {
  alert: "DatabaseDeadlocks",
  severity: "high",
  fault: "deadlock",
  pace: 15,
  firing: ["slack"],
  resolved: ["slack"],
  detectionSeconds: 17,
  endSeconds: 42,
};

let events: string[];
let active: ActiveAlert[];
let everActive: ActiveAlert[];
let messages: Message[];
let stop: AbortController;
let journal: Journal;
beforeEach(() => {
  events = [];
  active = [];
  everActive = [];
  messages = [];
  stop = new AbortController();
  journal = openJournal(join(mkdtempSync(join(tmpdir(), "monitoring-exercise-")), "journal"));
});

const watch: Watch = {
  active: () => active,
  firstStart: (of, since) => {
    const starts = everActive.filter(of).map(({ startsAt }) => Date.parse(startsAt));
    return starts.find((start) => start >= since);
  },
  quietSeconds: (of) => (active.some(of) ? 0 : 3_600),
  messages: () => messages,
  stop: () => undefined,
};
const journaled = (): string =>
  journal
    .entries()
    .map(({ fault }) => fault)
    .join();

function arrive(status: Message["status"]): void {
  messages.push({
    id: String(messages.length),
    receivedAt: new Date().toISOString(),
    channel: "slack",
    status,
    subject: `[${status.toUpperCase()}] DatabaseDeadlocks postgres (high, drill)`,
    alerts: [{ name: "DatabaseDeadlocks" }],
  });
}

function fire(): void {
  active = [
    {
      labels: { alertname: "DatabaseDeadlocks", drill: "DatabaseDeadlocks", service: "postgres" },
      startsAt: new Date().toISOString(),
      status: { state: "active", inhibitedBy: [] },
      fingerprint: "1",
    },
  ];
  everActive.push(...active);
  arrive("firing");
}

const action = (more: Partial<FaultAction> = {}): FaultAction => ({
  says: "deadlocks",
  looksAt: ["deadlocks"],
  changes: ["deadlocks"],
  onsetSeconds: 25,
  prepare: () => {
    events.push("prepared");
    return Promise.resolve();
  },
  cause: () => {
    events.push(`caused, journal: ${journaled()}`);
    fire();
    return Promise.resolve();
  },
  undo: () => {
    events.push(`undone, journal: ${journaled()}`);
    active = [];
    arrive("resolved");
    return Promise.resolve();
  },
  tidy: () => {
    events.push("tidied");
    return Promise.resolve();
  },
  ...more,
});

const hold = (more: Partial<FaultAction> = {}) =>
  runExercise(
    { action: action(more), drills: [drill] },
    { stage: {} as Stage, watch, journal, signal: stop.signal, say: () => undefined },
  );

describe("an exercise", () => {
  test("writes a fault down before it causes it, and strikes it off when it is undone", async () => {
    const [result] = await hold();
    expect(events).toEqual(["prepared", "caused, journal: deadlock", "undone, journal: deadlock", "tidied"]);
    expect(journaled()).toBe("");
    expect(result).toMatchObject({ told: ["slack"], toldOfEnd: ["slack"], late: false, boundSeconds: 42 });
    expect(result).not.toHaveProperty("problem");
  });

  test("undoes a fault that could only be caused in part", async () => {
    const [result] = await hold({ cause: () => Promise.reject(new Error("no such container")) });
    expect(events).toEqual(["prepared", "undone, journal: deadlock", "tidied"]);
    expect(result?.problem).toBe("no such container");
  });

  test("leaves in the journal what could not be undone", async () => {
    const undo = () => {
      arrive("resolved");
      return Promise.reject(new Error("the engine is away"));
    };
    const [result] = await hold({ undo });
    expect(result?.problem).toBe("it could not be undone: the engine is away");
    expect(journaled()).toBe("deadlock");
  });

  test("does nothing to undo where nothing was done", async () => {
    const [result] = await hold({ prepare: () => Promise.reject(new Error("no image")) });
    expect(events).toEqual(["tidied"]);
    expect(result?.problem).toBe("no image");
  });

  test("that is interrupted undoes the fault at once, and waits for nobody", async () => {
    const cause = () => {
      stop.abort();
      return Promise.resolve();
    };
    const [result] = await hold({ cause });
    expect(events).toEqual(["prepared", "undone, journal: deadlock"]);
    expect([result?.problem, journaled()]).toEqual(["interrupted", ""]);
  });

  test("that is interrupted while it prepares causes nothing", async () => {
    const prepare = () => {
      stop.abort();
      return Promise.resolve();
    };
    const [result] = await hold({ prepare });
    expect([events, result?.problem]).toEqual([[], "interrupted"]);
  });

  test("does not take an alert that is about something else for the fault's", async () => {
    stop.signal.addEventListener("abort", () => undefined);
    setTimeout(() => {
      stop.abort();
    }, 1_000);
    const [result] = await hold({ about: "drill-replica" });
    expect(result).not.toHaveProperty("firingSeconds");
  });
});
