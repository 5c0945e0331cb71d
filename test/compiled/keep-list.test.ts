import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Reader } from "@monitoring/collection";
import { recordedContracts } from "@monitoring/collection/recorded";
import {
  artefacts,
  namesMetrics,
  onPlatform,
  readConfig,
  readers,
  textsOf,
  type StackName,
} from "@monitoring/stacks";
import { recordedSeries } from "@monitoring/stacks/cost";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { startPrometheus, type AnsweredSeries, type LivePrometheus } from "./live-prometheus.ts";
import { serveRecorded, type RecordedTargets } from "./recorded-targets.ts";
import { emptyFolder, write } from "./tools.ts";
import { freePort } from "../../tools/src/loopback.ts";

// What AMP waits before it evaluates a rule, in small: what is sent has to arrive first.
const queryOffset = "15s";
const measured = 115_000;

interface Block {
  readonly global: { readonly external_labels: Readonly<Record<string, string>> };
  readonly remote_write: readonly [{ readonly write_relabel_configs: object }];
}

/** A stack whose samples leave: what its own files say of it. */
interface Leaving {
  /** The file with the keep-list. */
  readonly file: string;
  /** Where its rule files are. */
  readonly rules: string;
  /** Older than the offset and one evaluation, so that both have computed all of it. */
  readonly looksBack: number;
  /** Of all samples, at most so many leave. */
  readonly most: number;
}

// In dev what rules and panels are about is asked every 5 s, and the rest every 15 s: less than a quarter of the samples
// could only answer less (stacks/test/least-shipped.test.ts).
const stacks = {
  dev: { file: "prometheus.yml", rules: "rules/", looksBack: 35, most: 0.25 },
  prod: { file: "collectors/remote-write.yml", rules: "amp/rules/", looksBack: 50, most: 0.2 },
} as const satisfies Readonly<Record<StackName, Leaving>>;

/** A server that collects, another that gets what leaves, and everything that is asked. */
interface Pair {
  readonly raw: LivePrometheus;
  readonly store: LivePrometheus;
  readonly targets: RecordedTargets;
  readonly queries: readonly Reader[];
}

async function startPair(stack: StackName): Promise<Pair> {
  const { file, rules } = stacks[stack];
  const [rawPort, storePort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${storePort}/api/v1/write`;
  // prod's keep-list is that of its workspace.
  const result = readConfig(stack === "dev" ? { remoteWrite: { store: { kind: "generic", url } } } : {});
  if (!result.ok) throw new Error(result.problems.join("\n"));
  const config = onPlatform(stack, result.config);
  const files = artefacts(stack, config);
  const folder = emptyFolder();
  for (const [path, text] of Object.entries(files)) write(join(folder, path), text);
  const { global, remote_write } = parse(files[file] ?? "") as Block;
  // Queries that ask for a label that is added on the way find it on both sides; AMP takes a replica's off.
  const { __replica__: _, ...added } = global.external_labels;
  const targets = await serveRecorded(recordedSeries(config, recordedContracts()).series, added);
  const common = {
    global: { ...global, external_labels: {}, rule_query_offset: queryOffset },
    rule_files: Object.keys(files).filter((path) => path.startsWith(rules)),
  };
  const write_relabel_configs = remote_write[0].write_relabel_configs;
  // In one folder: when a group is evaluated depends on its file's path.
  const [store, raw] = await Promise.all([
    startPrometheus(common, { folder, port: storePort, args: ["--web.enable-remote-write-receiver"] }),
    startPrometheus(
      { ...common, remote_write: [{ url, write_relabel_configs }], scrape_configs: targets.scrapeConfigs },
      { folder, port: rawPort },
    ),
  ]);
  const compiled = Object.entries(files).filter(
    ([path]) => path.startsWith(rules) || path.startsWith("dashboards/"),
  );
  const runbooks = readers(config.catalogue).filter(
    (one) => one.owner.startsWith("runbook") && namesMetrics(one),
  );
  return { raw, store, targets, queries: [...textsOf(Object.fromEntries(compiled)).readers, ...runbooks] };
}

let pairs: Readonly<Record<StackName, Pair>>;
let measuredUntil: number;

beforeAll(async () => {
  const [dev, prod] = await Promise.all([startPair("dev"), startPair("prod")]);
  pairs = { dev, prod };
  await sleep(measured);
  measuredUntil = Math.floor(Date.now() / 1000);
}, 180_000);

afterAll(async () => {
  await Promise.all(
    Object.values(pairs).map(async ({ raw, store, targets }) => {
      await Promise.all([raw.stop(), store.stop()]);
      await targets.close();
    }),
  );
});

describe.each(["dev", "prod"] as const)("what leaves %s, as the recorded exporters expose it", (stack) => {
  const at = (): number => measuredUntil - stacks[stack].looksBack;

  test("gives every rule, panel and runbook the same answer as all that is collected", async () => {
    const { raw, store, queries } = pairs[stack];
    const compared = [];
    for (const { owner, text } of queries) {
      for (const over of [undefined, 30]) {
        const [here, there] = await Promise.all([raw.query(text, at(), over), store.query(text, at(), over)]);
        const difference = differs(here, there);
        compared.push({ owner, text, some: here.length > 0, ...difference });
      }
    }
    const some = compared.filter((one) => one.some).length;
    const rounded = compared.filter((one) => one.rounded).length;
    process.stdout.write(
      `   ${stack}: ${queries.length} queries at one time and over 30 s: ${compared.length} answers, ${some} of them not empty, ` +
        `${rounded} of these the same only up to the order of a sum\n`,
    );
    expect(compared.filter((one) => one.wrong !== undefined)).toEqual([]);
    expect(some / compared.length).toBeGreaterThan(0.6);
  }, 120_000);

  test("is compared in a way that notices a series that did not leave", async () => {
    const { raw, store } = pairs[stack];
    const [here, there] = await Promise.all([raw, store].map((one) => one.query("go_goroutines", at())));
    expect(differs(here ?? [], there ?? []).wrong).toBeDefined();
  });

  test("is a small part of it", async () => {
    const { raw, store } = pairs[stack];
    const [taken, sent] = await Promise.all([
      raw.own("prometheus_remote_storage_samples_in_total"),
      raw.own("prometheus_remote_storage_samples_total"),
    ]);
    const [before, after] = await Promise.all([count(raw, at()), count(store, at())]);
    const seconds = measured / 1000;
    process.stdout.write(
      `   ${stack}: ${(taken / seconds).toFixed(0)} samples/s taken, ${(sent / seconds).toFixed(0)} sent ` +
        `(${percent(sent / taken)}); ${before} series, ${after} sent (${percent(after / before)})\n`,
    );
    expect(after / before).toBeLessThanOrEqual(0.2);
    expect(sent / taken).toBeLessThanOrEqual(stacks[stack].most);
  });
});

/** Series of targets; what rules compute is computed on both sides. */
async function count(prometheus: LivePrometheus, at: number): Promise<number> {
  const [answer] = await prometheus.query('count({__name__!="", __name__!~".+:.+|ALERTS.*"})', at);
  return Number(answer?.values[0]?.[1] ?? 0);
}

interface Difference {
  readonly wrong?: { readonly here: unknown; readonly there: unknown };
  /** Whether some value is equal only up to what a sum in another order makes of it. */
  readonly rounded: boolean;
}

function differs(here: readonly AnsweredSeries[], there: readonly AnsweredSeries[]): Difference {
  const [one, other] = [byLabels(here), byLabels(there)];
  let rounded = false;
  const names = [...new Set([...one.keys(), ...other.keys()])];
  for (const name of names) {
    const [left, right] = [one.get(name) ?? [], other.get(name) ?? []];
    const same =
      left.length === right.length &&
      left.every(([time, value], i) => {
        const [otherTime, otherValue] = right[i] ?? [0, ""];
        if (time !== otherTime) return false;
        if (value === otherValue) return true;
        rounded = true;
        return Math.abs(Number(value) - Number(otherValue)) <= 1e-9 * Math.abs(Number(value));
      });
    if (!same) return { rounded, wrong: { here: [name, left], there: [name, right] } };
  }
  return { rounded };
}

function byLabels(series: readonly AnsweredSeries[]): Map<string, AnsweredSeries["values"]> {
  return new Map(
    series.map(({ metric, values }) => [
      JSON.stringify(Object.entries(metric).sort(([a], [b]) => (a < b ? -1 : 1))),
      values,
    ]),
  );
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
