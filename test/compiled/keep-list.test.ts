import { setTimeout as sleep } from "node:timers/promises";
import { recordedContracts } from "@monitoring/collection/recorded";
import type { StackName } from "@monitoring/stacks";
import { recordedSeries } from "@monitoring/stacks/cost";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { serveRecorded, type RecordedTargets } from "./recorded-targets.ts";
import { compareAnswers, differs, shareThatLeaves, startPair, type StorePair } from "./store-pair.ts";

const measured = 115_000;

let pairs: Readonly<Record<StackName, StorePair>>;
const targets: RecordedTargets[] = [];
let measuredUntil: number;

async function startRecorded(stack: StackName): Promise<StorePair> {
  return startPair(stack, async (config, _, added) => {
    const served = await serveRecorded(recordedSeries(config, recordedContracts()).series, added);
    targets.push(served);
    return served.scrapeConfigs;
  });
}

beforeAll(async () => {
  const [dev, prod] = await Promise.all([startRecorded("dev"), startRecorded("prod")]);
  pairs = { dev, prod };
  await sleep(measured);
  measuredUntil = Math.floor(Date.now() / 1000);
}, 180_000);

afterAll(async () => {
  await Promise.all(Object.values(pairs).map((pair) => pair.stop()));
  await Promise.all(targets.map((served) => served.close()));
});

describe.each(["dev", "prod"] as const)("what leaves %s, as the recorded exporters expose it", (stack) => {
  const at = (): number => measuredUntil - pairs[stack].looksBack;

  test("gives every rule, panel and runbook the same answer as all that is collected", async () => {
    const { wrong, some, text } = await compareAnswers(pairs[stack], at());
    process.stdout.write(`   ${stack}: ${text}\n`);
    expect(wrong).toEqual([]);
    expect(some).toBeGreaterThan(0.6);
  }, 480_000);

  test("is compared in a way that notices a series that did not leave", async () => {
    const { raw, store } = pairs[stack];
    const [here, there] = await Promise.all([raw, store].map((one) => one.query("go_goroutines", at())));
    expect(differs(here ?? [], there ?? []).wrong).toBeDefined();
  });

  test("is a small part of it", async () => {
    const { series, samples, text } = await shareThatLeaves(pairs[stack], at(), measured / 1000);
    process.stdout.write(`   ${stack}: ${text}\n`);
    expect(series).toBeLessThanOrEqual(0.2);
    expect(samples).toBeLessThanOrEqual(0.2);
  });
});
