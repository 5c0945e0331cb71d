import { setTimeout as sleep } from "node:timers/promises";
import { join } from "node:path";
import { repository } from "../repository.ts";
import type { Measure, Side } from "./measures.ts";
import { stackUse } from "./stack-use.ts";
import type { Stand } from "./stand.ts";
import { timed, type Timed } from "./timed-child.ts";
import { allUp, ruleLive } from "./waiting.ts";

/** What a round works with. */
export interface Round {
  readonly stand: Stand;
  readonly compose: readonly string[];
  readonly signal: AbortSignal;
  readonly take: (side: Side, measure: Measure, value: number) => void;
}

// A stack that just started is busy with it, and would slow down whatever is measured next.
const settleMs = 15_000;

/** One run of every measure, on both sides, each from an empty engine. */
export async function round({ stand, compose, signal, take }: Round): Promise<void> {
  const { config, env } = stand;
  const ours = (args: readonly string[], observed = false): Promise<Timed> =>
    timed(["node", join(repository, "tools/bootstrap/run.mjs"), ...args], {
      env,
      cwd: repository,
      signal,
      observed,
    });
  const folder = join(stand.folder, "compose");
  const peer = (args: readonly string[], observed = false): Promise<Timed> =>
    timed([...compose, ...args], { env, cwd: folder, signal, observed });

  await stand.wipe();
  stand.configure(address(1));
  take("pulumi", "coldStart", (await ours(["up"])).seconds);
  await use("pulumi");
  await unchanged("pulumi", (observed) => ours(["up"], observed));
  const preview = await ours(["pulumi", "preview", "--stack", "dev", "--non-interactive"]);
  take("pulumi", "preview", preview.seconds);
  stand.configure(address(2));
  await edit("pulumi", () => ours(["up"]), address(2));
  // Written while the clone still knows the images and secrets of its last `up`.
  stand.configure(address(1));
  await ours(["render", "compose", folder]);
  await stand.wipe();

  take(
    "compose",
    "coldStart",
    await seconds(async () => {
      await peer(["up", "-d"]);
      await allUp(config, signal);
    }),
  );
  await use("compose");
  await unchanged("compose", (observed) => peer(["up", "-d"], observed));
  stand.configure(address(3));
  await edit("compose", () => ours(["render", "compose", folder]), address(3));
  await stand.wipe();

  /** Once for the time, and once for what it uses. */
  async function unchanged(side: Side, again: (observed: boolean) => Promise<Timed>): Promise<void> {
    take(side, "noChange", (await again(false)).seconds);
    const { memory, cpu } = await again(true);
    if (memory === 0) return;
    take(side, "runMemory", memory / 1e6);
    take(side, "runCpu", cpu);
  }

  async function use(side: Side): Promise<void> {
    await sleep(settleMs, undefined, { signal });
    const { megabytes, percent } = await stackUse(config.namePrefix, env);
    take(side, "stackMemory", megabytes);
    if (percent !== undefined) take(side, "stackCpu", percent);
  }

  /** From the start of the command that brings a changed rule to Prometheus's answer that it has it. */
  async function edit(side: Side, apply: () => Promise<unknown>, text: string): Promise<void> {
    const failed = new AbortController();
    const command = apply();
    const live = seconds(() => ruleLive(config, text, AbortSignal.any([signal, failed.signal])));
    try {
      await Promise.all([command, live]);
    } finally {
      failed.abort();
    }
    take(side, "ruleEdit", await live);
  }
}

/** Where the runbooks are said to be: each alert links there, so another address is a changed rule. */
function address(edition: number): string {
  return `https://runbooks.example.com/bench-${edition}`;
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const since = performance.now();
  await work();
  return (performance.now() - since) / 1000;
}
