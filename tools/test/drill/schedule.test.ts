import { describe, expect, test } from "@jest/globals";
import type { Signal } from "../../src/drill/fault-action.ts";
import { disturbEachOther, next, type Scheduled } from "../../src/drill/schedule.ts";

const exercise = (seconds: number, looksAt: readonly Signal[], more: Partial<Scheduled> = {}): Scheduled => ({
  seconds,
  looksAt,
  changes: looksAt,
  historySeconds: 10,
  megabytes: 0,
  ...more,
});
const room = { megabytes: 1_000, exercises: 10 };

describe("two exercises disturb each other", () => {
  const stoppedServer = exercise(60, ["server"], { changes: ["server", "latency", "pool"] });

  test("when one changes what the other looks at, whichever is asked about first", () => {
    const slow = exercise(90, ["latency"]);
    expect(disturbEachOther(stoppedServer, slow)).toBe(true);
    expect(disturbEachOther(slow, stoppedServer)).toBe(true);
  });

  test("when both change the same that they look at", () => {
    expect(disturbEachOther(exercise(60, ["disk"]), exercise(90, ["disk"]))).toBe(true);
  });

  test("but not when both look at what neither changes", () => {
    const one = exercise(60, ["server", "latency"], { changes: ["latency"] });
    expect(disturbEachOther(one, exercise(60, ["server", "access"], { changes: ["access"] }))).toBe(false);
  });

  test("and not when both only change what neither looks at", () => {
    const stoppedDatabase = exercise(60, ["database"], { changes: ["database", "latency", "pool"] });
    expect(disturbEachOther(stoppedServer, stoppedDatabase)).toBe(false);
  });
});

describe("what begins next", () => {
  const disk = exercise(120, ["disk"]);
  const machine = exercise(60, ["processors"]);
  const otherDisk = exercise(30, ["disk"]);

  test("is everything that goes together, the longest first", () => {
    expect(next([otherDisk, machine, disk], [], 60, room)).toEqual([disk, machine]);
  });

  test("is nothing that what runs disturbs", () => {
    expect(next([otherDisk, machine], [disk], 60, room)).toEqual([machine]);
  });

  test("is nothing before the drill's Prometheus has watched for long enough", () => {
    const patient = exercise(90, ["traffic"], { historySeconds: 120 });
    expect(next([patient, machine], [], 9, room)).toEqual([]);
    expect(next([patient, machine], [], 119, room)).toEqual([machine]);
    expect(next([patient, machine], [], 120, room)).toEqual([patient, machine]);
  });

  test("stays within the memory and the number that there is room for", () => {
    const large = exercise(90, ["container memory"], { megabytes: 700 });
    const small = exercise(60, ["replica"], { megabytes: 400 });
    expect(next([large, small], [], 60, room)).toEqual([large]);
    expect(next([small], [large], 60, room)).toEqual([]);
    expect(next([machine, disk], [large], 60, { ...room, exercises: 2 })).toEqual([disk]);
  });
});
