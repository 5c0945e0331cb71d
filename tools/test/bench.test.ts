import { describe, expect, test } from "@jest/globals";
import { benchTable, spread } from "../src/bench/measures.ts";
import { treeUse } from "../src/bench/process-tree.ts";
import { timed } from "../src/bench/timed-child.ts";

test.each([
  [[3], { min: 3, median: 3, max: 3 }],
  [[9, 1, 2], { min: 1, median: 2, max: 9 }],
  [[1, 2, 4, 9], { min: 1, median: 3, max: 9 }],
])("the spread of %j is %j", (values, expected) => {
  expect(spread(values)).toEqual(expected);
});

test("the table says of each target whether the median meets it", () => {
  const table = benchTable({
    pulumi: { coldStart: [26, 30, 20], noChange: [5.5], preview: [2], stackMemory: [412.4] },
    compose: { coldStart: [20], noChange: [1], stackMemory: [400] },
  });
  expect(table.split("\n").map((line) => line.replace(/ +/g, " "))).toEqual([
    "| what | unit | Pulumi: min / median / max | compose: min / median / max | target |",
    expect.stringMatching(/^\| -+ \| -+ \| -+ \| -+ \| -+ \|$/),
    "| cold start: nothing there to all targets up | s | 20.0 / 26.0 / 30.0 | 20.0 / 20.0 / 20.0 | <= 1.3 x compose: 1.30, met |",
    "| `up` without a change (ours compares the engine with the state) | s | 5.5 / 5.5 / 5.5 | 1.0 / 1.0 / 1.0 | <= 5: missed |",
    "| preview: `npm run pulumi -- preview` | s | 2.0 / 2.0 / 2.0 | | <= 3: met |",
    "| memory of all containers | MB | 412 / 412 / 412 | 400 / 400 / 400 | |",
  ]);
});

describe("a timed program", () => {
  const options = { env: process.env, cwd: import.meta.dirname };

  test("is measured with what it starts", async () => {
    const script = "require('child_process').execFileSync('sleep', ['0.4'])";
    const { seconds, memory } = await timed([process.execPath, "-e", script], {
      ...options,
      signal: new AbortController().signal,
      observed: true,
    });
    expect(seconds).toBeGreaterThan(0.4);
    expect(memory).toBeGreaterThan(process.platform === "linux" ? 1e6 : -1);
  });

  test("that fails says so in its own words", async () => {
    const run = timed(["sh", "-c", "echo broken >&2; exit 3"], {
      ...options,
      signal: new AbortController().signal,
    });
    await expect(run).rejects.toThrow("sh -c echo broken >&2; exit 3 failed:\nbroken");
  });

  test("is ended with all that it started when the bench is interrupted", async () => {
    const stop = new AbortController();
    const run = timed(["sh", "-c", "sleep 30 & sleep 30"], { ...options, signal: stop.signal });
    setTimeout(() => {
      stop.abort(new Error("interrupted"));
    }, 100);
    await expect(run).rejects.toThrow("interrupted");
  });
});

test("a process that is not there uses nothing that could be told", () => {
  expect(treeUse(2 ** 30)).toBeUndefined();
});
