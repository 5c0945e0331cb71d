import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { FaultSwitch } from "../src/server/faults/switch.ts";
import { silent } from "./inbox-world.ts";

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

function watched() {
  const events: string[] = [];
  const faults = new FaultSwitch(
    {
      deadlocks: (seconds) => {
        events.push(`on ${seconds}`);
        return Promise.resolve(() => {
          events.push("off");
          return Promise.resolve();
        });
      },
    },
    silent,
  );
  return { faults, events };
}

test("a fault ends by itself, and its effect is undone", async () => {
  const { faults, events } = watched();
  await faults.turnOn("deadlocks", 60);
  await jest.advanceTimersByTimeAsync(59_999);
  expect([faults.isOn("deadlocks"), events]).toEqual([true, ["on 60"]]);
  await jest.advanceTimersByTimeAsync(1);
  expect([faults.isOn("deadlocks"), events]).toEqual([false, ["on 60", "off"]]);
});

test("a fault lasts ten minutes unless it is told otherwise", async () => {
  const { faults } = watched();
  await faults.turnOn("errors");
  await jest.advanceTimersByTimeAsync(599_999);
  expect(faults.isOn("errors")).toBe(true);
  await jest.advanceTimersByTimeAsync(1);
  expect(faults.isOn("errors")).toBe(false);
});

test("turning a fault on again makes it last from now, with one effect at a time", async () => {
  const { faults, events } = watched();
  await faults.turnOn("deadlocks", 60);
  await jest.advanceTimersByTimeAsync(50_000);
  await faults.turnOn("deadlocks", 60);
  await jest.advanceTimersByTimeAsync(59_000);
  expect(faults.isOn("deadlocks")).toBe(true);
  await jest.advanceTimersByTimeAsync(1_000);
  expect([faults.isOn("deadlocks"), events]).toEqual([false, ["on 60", "off", "on 60", "off"]]);
});

test("clearing ends every fault, even where an effect cannot be undone", async () => {
  const faults = new FaultSwitch(
    { "integration-down": () => Promise.resolve(() => Promise.reject(new Error("the CRM is away"))) },
    silent,
  );
  await faults.turnOn("integration-down");
  await faults.turnOn("errors");
  await faults.clear();
  expect(faults.list().filter(({ on }) => on)).toEqual([]);
});
