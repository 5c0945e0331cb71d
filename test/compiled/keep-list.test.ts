import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { recordedContracts } from "@monitoring/collection/recorded";
import { artefacts, catalogue, namesMetrics, readConfig, readers, textsOf } from "@monitoring/stacks";
import { recordedSeries } from "@monitoring/stacks/cost";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { startPrometheus, type AnsweredSeries, type LivePrometheus } from "./live-prometheus.ts";
import { serveRecorded, type RecordedTargets } from "./recorded-targets.ts";
import { emptyFolder, write } from "./tools.ts";
import { freePort } from "../../tools/src/loopback.ts";

// What AMP waits before it evaluates a rule, in small: what is sent has to arrive first.
const queryOffset = "15s";
const measured = 65_000;
// Older than the offset and one evaluation, so that both have computed all of it.
const looksBack = 35;

interface PrometheusYml {
  readonly global: object;
  readonly rule_files: readonly string[];
  readonly remote_write: readonly object[];
}

describe("what leaves by remote_write, as the recorded exporters expose it", () => {
  let raw: LivePrometheus;
  let store: LivePrometheus;
  let targets: RecordedTargets;
  let queries: ReturnType<typeof readers>;
  let at: number;

  beforeAll(async () => {
    const [rawPort, storePort] = [await freePort(), await freePort()];
    const url = `http://127.0.0.1:${storePort}/api/v1/write`;
    const result = readConfig({ remoteWrite: { store: { kind: "generic", url } } });
    if (!result.ok) throw new Error(result.problems.join("\n"));
    const files = artefacts("dev", result.config);
    const folder = emptyFolder();
    for (const [path, text] of Object.entries(files)) write(join(folder, path), text);
    const { global, rule_files, remote_write } = parse(files["prometheus.yml"] ?? "") as PrometheusYml;
    targets = await serveRecorded(recordedSeries(result.config, recordedContracts()).series);
    const common = { global: { ...global, rule_query_offset: queryOffset }, rule_files };
    // In one folder: when a group is evaluated depends on its file's path.
    [store, raw] = await Promise.all([
      startPrometheus(
        { ...common, global: { ...common.global, external_labels: {} } },
        { folder, port: storePort, args: ["--web.enable-remote-write-receiver"] },
      ),
      startPrometheus(
        { ...common, remote_write, scrape_configs: targets.scrapeConfigs },
        { folder, port: rawPort },
      ),
    ]);
    const compiled = Object.entries(files).filter(([path]) => /^(?:rules|dashboards)\//.test(path));
    const runbooks = readers(catalogue).filter((one) => one.owner.startsWith("runbook") && namesMetrics(one));
    queries = [...textsOf(Object.fromEntries(compiled)).readers, ...runbooks];
    await sleep(measured);
    at = Math.floor(Date.now() / 1000) - looksBack;
  }, 120_000);

  afterAll(async () => {
    await Promise.all([raw.stop(), store.stop()]);
    await targets.close();
  });

  test("gives every rule, panel and runbook the same answer as all that is collected", async () => {
    const compared = [];
    for (const { owner, text } of queries) {
      for (const over of [undefined, 30]) {
        const [here, there] = await Promise.all([raw.query(text, at, over), store.query(text, at, over)]);
        const difference = differs(here, there);
        compared.push({ owner, text, some: here.length > 0, ...difference });
      }
    }
    const some = compared.filter((one) => one.some).length;
    const rounded = compared.filter((one) => one.rounded).length;
    process.stdout.write(
      `   ${queries.length} queries at one time and over 30 s: ${compared.length} answers, ${some} of them not empty, ` +
        `${rounded} of these the same only up to the order of a sum\n`,
    );
    expect(compared.filter((one) => one.wrong !== undefined)).toEqual([]);
    expect(some / compared.length).toBeGreaterThan(0.6);
  }, 120_000);

  test("is compared in a way that notices a series that did not leave", async () => {
    const [here, there] = await Promise.all([raw, store].map((one) => one.query("go_goroutines", at)));
    expect(differs(here ?? [], there ?? []).wrong).toBeDefined();
  });

  test("is a small part of it", async () => {
    const [taken, sent] = await Promise.all([
      raw.own("prometheus_remote_storage_samples_in_total"),
      raw.own("prometheus_remote_storage_samples_total"),
    ]);
    const [before, after] = await Promise.all([count(raw, at), count(store, at)]);
    const seconds = measured / 1000;
    process.stdout.write(
      `   ${(taken / seconds).toFixed(0)} samples/s taken, ${(sent / seconds).toFixed(0)} sent ` +
        `(${percent(sent / taken)}); ${before} series, ${after} sent (${percent(after / before)})\n`,
    );
    expect(after / before).toBeLessThanOrEqual(0.25);
    // More than of the series: what is asked every 5 s is what most rules and panels are about.
    expect(sent / taken).toBeLessThanOrEqual(0.3);
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

/** External labels are only on what was sent. */
function byLabels(series: readonly AnsweredSeries[]): Map<string, AnsweredSeries["values"]> {
  return new Map(
    series.map(({ metric: { env: _, ...metric }, values }) => [
      JSON.stringify(Object.entries(metric).sort(([a], [b]) => (a < b ? -1 : 1))),
      values,
    ]),
  );
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
