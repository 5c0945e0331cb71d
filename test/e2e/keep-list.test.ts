import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import {
  compareAnswers,
  differs,
  shareThatLeaves,
  startPair,
  type ScrapeConfig,
  type StorePair,
} from "../compiled/store-pair.ts";
import { command, configure, stand } from "./stand.ts";

jest.setTimeout(600_000);

const measured = 115_000;
let pair: StorePair;
let measuredUntil: number;

// The addresses of the stack's network, as this machine reaches them.
const published = Object.entries({
  "prometheus:9090": stand.ports.prometheus,
  "alertmanager:9093": stand.ports.alertmanager,
  "blackbox-exporter:9115": stand.ports["blackbox-exporter"],
  "node-exporter:9100": stand.ports["node-exporter"],
  "cadvisor:8080": stand.ports.cadvisor,
  "postgres-exporter:9187": stand.ports["postgres-exporter"],
  "redis-exporter:9121": stand.ports["redis-exporter"],
  "mcp-server:3001": stand.ports["mcp-server"],
});

/** The same job from outside of the stack's network, under the same labels. */
function fromOutside(job: ScrapeConfig, added: Readonly<Record<string, string>>): object {
  return {
    ...job,
    // cAdvisor dates its samples back; those from before the start are stored but not sent, and what is sent begins later.
    honor_timestamps: false,
    relabel_configs: [
      ...(job.relabel_configs ?? []),
      { source_labels: ["instance", "__address__"], regex: ";(.+)", target_label: "instance" },
      ...Object.entries(added).map(([target_label, replacement]) => ({ target_label, replacement })),
      ...published.map(([address, port]) => ({
        source_labels: ["__address__"],
        regex: address,
        target_label: "__address__",
        replacement: `127.0.0.1:${port}`,
      })),
    ],
  };
}

beforeAll(async () => {
  configure();
  const { code, output } = await command(["up", "--yes"]);
  expect(`${code}\n${output}`).toMatch(/^0\n/);
  pair = await startPair("dev", (_, { scrape_configs = [] }, added) =>
    Promise.resolve(scrape_configs.map((job) => fromOutside(job, added))),
  );
  await sleep(measured);
  measuredUntil = Math.floor(Date.now() / 1000);
});
afterAll(async () => {
  await pair.stop();
  await command(["down", "--delete-data", "--yes"]);
});

const at = (): number => measuredUntil - pair.looksBack;

test("what leaves a whole stack gives every rule, panel and runbook the same answer as all that is collected", async () => {
  const { wrong, some, text } = await compareAnswers(pair, at());
  process.stdout.write(`   ${text}\n`);
  expect(wrong).toEqual([]);
  expect(some).toBeGreaterThan(0.6);
});

test("the comparison notices a series that did not leave", async () => {
  const [here, there] = await Promise.all([
    pair.raw.query("go_goroutines", at()),
    pair.store.query("go_goroutines", at()),
  ]);
  expect(differs(here, there).wrong).toBeDefined();
});

test("what leaves is a small part of it", async () => {
  const { series, samples, text } = await shareThatLeaves(pair, at(), measured / 1000);
  process.stdout.write(`   ${text}\n`);
  expect(series).toBeLessThanOrEqual(0.2);
  expect(samples).toBeLessThanOrEqual(0.2);
});
