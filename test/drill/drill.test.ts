import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { eventually, openStand, outcome, portsFrom } from "../e2e/open-stand.ts";
import { containers, killGroup } from "../e2e/wounds.ts";

// The whole drill takes about seven minutes on two processors.
jest.setTimeout(1_200_000);

const stand = openStand({ prefix: "mcpdrill", ports: portsFrom(21100) });
const { prefix, home, command, configure, docker, json, start } = stand;
const say = (text: string): void => void process.stdout.write(`   ${text}\n`);

interface Report {
  readonly seconds: number;
  readonly results: readonly {
    readonly drill: { readonly alert: string; readonly firing: readonly string[] };
    readonly told: readonly string[];
    readonly toldOfEnd: readonly string[];
    readonly problem?: string;
    readonly late: boolean;
  }[];
  readonly undrilled: readonly { readonly alert: string }[];
}

const report = (): Report => JSON.parse(readFileSync(join(home, "drill/report.json"), "utf8")) as Report;
const journal = (): string => readFileSync(join(home, "drill/journal"), "utf8");
const throwaways = () =>
  docker("ps", "--all", "--format", "{{.Names}}", "--filter", `label=monitoring.drill=${prefix}`);
const isRunning = async (service: string): Promise<boolean> =>
  (await containers(stand, "running")).includes(`${prefix}-${service}`);

let whole: readonly string[];

/** Expects the stack as it was before: every container, nothing of a drill, no fault switched on. */
async function expectAsBefore(): Promise<void> {
  expect(await containers(stand, "running")).toEqual(whole);
  expect(await throwaways()).toEqual([]);
  expect(journal()).toBe("");
  const faults = await eventually("the demo's switch", 30, () =>
    json<readonly { readonly name: string; readonly on: boolean }[]>("mcp-admin", "/faults"),
  );
  expect(faults.filter(({ on }) => on)).toEqual([]);
}

beforeAll(async () => {
  configure();
  const { code, output } = await command(["up", "--yes"]);
  if (code !== 0) throw new Error(output);
  whole = await containers(stand, "running");
});
afterAll(async () => {
  await command(["down", "--delete-data", "--yes"]);
});

describe("a drill of every alert", () => {
  test("brings each to the right people, and the news of its end", async () => {
    const { output } = await command(["drill"]);
    const { results, seconds, undrilled } = report();
    // How long it took is for the report to show; here it counts who was told.
    const failed = results.flatMap(({ drill, problem }) => (problem ? [`${drill.alert}: ${problem}`] : []));
    expect(failed.length > 0 ? `${failed.join("\n")}\n${output}` : "").toBe("");
    for (const { drill, told, toldOfEnd } of results) {
      expect([drill.alert, told, toldOfEnd]).toEqual([
        drill.alert,
        [...drill.firing].sort(),
        [...drill.firing].sort(),
      ]);
    }
    expect(results.length).toBeGreaterThan(50);
    expect(undrilled.map(({ alert }) => alert)).toEqual(["Watchdog"]);
    const late = results.filter((result) => result.late).map(({ drill }) => drill.alert);
    say(
      `${results.length} alerts drilled in ${Math.round(seconds)} s, later than predicted: ${late.join() || "none"}`,
    );
  });

  test("leaves everything as it was", expectAsBefore);
});

describe("a drill that ends early", () => {
  const stopServer = async () => {
    const child = start(["drill", "McpServerDown"]);
    child.stdin.end();
    const ended = outcome(child);
    await eventually("the stop of the server", 60, async () =>
      (await isRunning("server")) ? undefined : true,
    );
    return { child, ended };
  };

  test("by Ctrl-C undoes what it did", async () => {
    const { child, ended } = await stopServer();
    process.kill(-(child.pid ?? 0), "SIGINT");
    const { code, output } = await ended;
    expect([code, output]).toEqual([130, expect.stringContaining("interrupted")]);
    await expectAsBefore();
  });

  test("by a kill is undone by the next", async () => {
    const { child, ended } = await stopServer();
    killGroup(child);
    await ended;
    expect(await isRunning("server")).toBe(false);
    expect(await throwaways()).toEqual([`${prefix}-drill-prometheus`]);
    const { code, output } = await command(["drill", "PrometheusStorageCorrupted"]);
    expect(`${code}\n${output}`).toMatch(/^0\n/);
    expect(output).toContain("an earlier drill was killed at server-stopped");
    await expectAsBefore();
  });
});

describe("a drill that cannot be held", () => {
  test("of an alert that does not exist says which is meant", async () => {
    const { code, output } = await command(["drill", "McpServerDwn"]);
    expect([code, output]).toEqual([1, expect.stringContaining("did you mean McpServerDown?")]);
  });

  test("of the heartbeat says why", async () => {
    const { code, output } = await command(["drill", "Watchdog"]);
    expect([code, output]).toEqual([1, expect.stringContaining("Watchdog is not drilled: it always fires")]);
  });
});
