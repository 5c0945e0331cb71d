import { describe, expect, test } from "@jest/globals";
import { createRandom } from "../src/load/random.ts";
import { minuteFactor, nextCall, waitMs } from "../src/load/traffic.ts";
import { tools } from "../src/server/tools/index.ts";

function calls(seed: number, scope: "read" | "write", count: number) {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => nextCall(scope, random));
}

describe("the traffic", () => {
  test("is the same for the same seed, and another for another", () => {
    expect(calls(1, "write", 50)).toEqual(calls(1, "write", 50));
    expect(calls(1, "write", 50)).not.toEqual(calls(2, "write", 50));
  });

  test("uses every tool with arguments that it accepts", () => {
    const made = calls(1, "write", 500);
    expect(new Set(made.map(({ tool }) => tool))).toEqual(new Set(tools.map(({ name }) => name)));
    for (const { tool, args } of made) {
      expect(tools.find(({ name }) => name === tool)?.input.safeParse(args).success).toBe(true);
    }
  });

  test("of a client that may only read writes nothing", () => {
    const writing = tools.filter(({ scope }) => scope === "write").map(({ name }) => name);
    expect(calls(1, "read", 500).filter(({ tool }) => writing.includes(tool))).toEqual([]);
  });

  test("has busy and quiet minutes around the mean that was asked for", () => {
    const factors = Array.from({ length: 2_000 }, (_, minute) => minuteFactor(1, minute));
    expect(Math.min(...factors)).toBe(0.3);
    expect(Math.max(...factors)).toBe(1.8);
    expect(factors.reduce((sum, factor) => sum + factor, 0) / factors.length).toBeCloseTo(1, 1);
    const random = createRandom(1);
    const waits = Array.from({ length: 20_000 }, () => waitMs(2, random));
    expect(waits.reduce((sum, wait) => sum + wait, 0) / waits.length / 100).toBeCloseTo(5, 0);
  });
});
