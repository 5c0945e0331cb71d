import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Reader } from "@monitoring/collection";
import {
  artefacts,
  namesMetrics,
  onPlatform,
  readConfig,
  readers,
  textsOf,
  type Config,
  type StackName,
} from "@monitoring/stacks";
import { parse } from "yaml";
import { freePort } from "../../tools/src/loopback.ts";
import { startPrometheus, type AnsweredSeries, type LivePrometheus } from "./live-prometheus.ts";
import { emptyFolder, write } from "./tools.ts";

// What AMP waits before it evaluates a rule, in small: what is sent has to arrive first.
const queryOffset = "15s";

/** What a stack's own files say of what leaves it. */
interface Leaving {
  /** The file with the keep-list. */
  readonly file: string;
  /** Where its rule files are. */
  readonly rules: string;
  /** Older than the offset and one evaluation, so that both have computed all of it. */
  readonly looksBack: number;
}

const leaving = {
  dev: { file: "prometheus.yml", rules: "rules/", looksBack: 35 },
  prod: { file: "collectors/remote-write.yml", rules: "amp/rules/", looksBack: 50 },
} as const satisfies Readonly<Record<StackName, Leaving>>;

/** The block of a stack's configuration that says how samples are collected and sent on. */
export interface CollectorFile {
  readonly global: { readonly external_labels: Readonly<Record<string, string>> };
  readonly scrape_configs?: readonly ScrapeConfig[];
  readonly remote_write: readonly [{ readonly write_relabel_configs: object }];
}

/** A compiled scrape job. */
export interface ScrapeConfig {
  readonly relabel_configs?: readonly object[];
}

/** What a pair collects, and from where. */
export type Collected = (
  config: Config,
  file: CollectorFile,
  /** Labels that are added on the way. */
  added: Readonly<Record<string, string>>,
) => Promise<readonly object[]>;

/** A server that collects, another that gets what leaves, and everything that is asked. */
export interface StorePair {
  readonly raw: LivePrometheus;
  readonly store: LivePrometheus;
  readonly queries: readonly Reader[];
  /** How many seconds ago was what both have computed all of. */
  readonly looksBack: number;
  readonly stop: () => Promise<void>;
}

/** Starts both, with a stack's own rules and keep-list. */
export async function startPair(stack: StackName, collected: Collected): Promise<StorePair> {
  const { file, rules, looksBack } = leaving[stack];
  const [rawPort, storePort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${storePort}/api/v1/write`;
  // prod's keep-list is that of its workspace.
  const result = readConfig(stack === "dev" ? { remoteWrite: { store: { kind: "generic", url } } } : {});
  if (!result.ok) throw new Error(result.problems.join("\n"));
  const config = onPlatform(stack, result.config);
  const files = artefacts(stack, config);
  const folder = emptyFolder();
  for (const [path, text] of Object.entries(files)) write(join(folder, path), text);
  const collector = parse(files[file] ?? "") as CollectorFile;
  // Queries that ask for a label that is added on the way find it on both sides; AMP takes a replica's off.
  const { __replica__: _, ...added } = collector.global.external_labels;
  const scrape_configs = await collected(config, collector, added);
  const common = {
    global: { ...collector.global, external_labels: {}, rule_query_offset: queryOffset },
    rule_files: Object.keys(files).filter((path) => path.startsWith(rules)),
  };
  const { write_relabel_configs } = collector.remote_write[0];
  // In one folder: when a group is evaluated depends on its file's path.
  const [store, raw] = await Promise.all([
    startPrometheus(common, { folder, port: storePort, args: ["--web.enable-remote-write-receiver"] }),
    startPrometheus(
      { ...common, remote_write: [{ url, write_relabel_configs }], scrape_configs },
      { folder, port: rawPort },
    ),
  ]);
  const compiled = Object.entries(files).filter(
    ([path]) => path.startsWith(rules) || path.startsWith("dashboards/"),
  );
  const runbooks = readers(config.catalogue).filter(
    (one) => one.owner.startsWith("runbook") && namesMetrics(one),
  );
  return {
    raw,
    store,
    queries: [...textsOf(Object.fromEntries(compiled)).readers, ...runbooks],
    looksBack,
    stop: async () => {
      await Promise.all([raw.stop(), store.stop()]);
    },
  };
}

/** Two that are asked the same. */
interface Asked {
  readonly raw: Pick<LivePrometheus, "query">;
  readonly store: Pick<LivePrometheus, "query">;
}

/** What both answered to all queries. */
export interface Comparison {
  readonly wrong: readonly object[];
  /** The share of answers that were not empty. */
  readonly some: number;
  readonly text: string;
}

// A group's evaluations lie at fixed times. Of two servers that start on either side of one, the later one knows of an
// alert or a recording an interval later, and of an alert only after its third evaluation, once it has looked for what
// was pending before. That passes; a series that did not leave does not.
const askAgain = { times: 5, afterMs: 60_000 };

/** Puts every query to both, at one time and over the 30 s before it; what differs once more, as it may be about to agree. */
export async function compareAnswers(
  pair: Asked & Pick<StorePair, "queries">,
  at: number,
  { times, afterMs } = askAgain,
): Promise<Comparison> {
  const questions = pair.queries.flatMap(({ owner, text }) =>
    [undefined, 30].map((over) => ({ owner, text: choosingAll(text), over })),
  );
  const compared = await ask(pair, questions, at);
  let wrong = compared.filter((one) => one.wrong !== undefined);
  const differed = wrong.length;
  for (let again = 1; wrong.length > 0 && again <= times; again++) {
    await sleep(afterMs);
    const later = at + (again * afterMs) / 1000;
    wrong = (await ask(pair, wrong, later)).filter((one) => one.wrong !== undefined);
  }
  const some = compared.filter((one) => one.some).length;
  const rounded = compared.filter((one) => one.rounded).length;
  return {
    wrong,
    some: some / compared.length,
    text:
      `${pair.queries.length} queries at one time and over 30 s: ${compared.length} answers, ${some} of them not empty, ` +
      `${rounded} of these the same only up to the order of a sum` +
      (differed > 0 ? `; ${differed} differed at first, ${wrong.length} in the end` : ""),
  };
}

/** What is asked: a query at one time, or over the seconds before it. */
interface Question {
  readonly owner: string;
  readonly text: string;
  readonly over: number | undefined;
}

async function ask({ raw, store }: Asked, questions: readonly Question[], at: number) {
  const answered = [];
  // Nothing else of a question than what is asked: one that differed before may agree now.
  for (const { owner, text, over } of questions) {
    const [here, there] = await Promise.all([raw.query(text, at, over), store.query(text, at, over)]);
    answered.push({ owner, text, over, some: here.length > 0, ...differs(here, there) });
  }
  return answered;
}

/**
 * The query with each topk naming all that it chooses among: which of equal ones it names is chance, and when all of them
 * are the same on both sides, so is what it may name.
 */
function choosingAll(query: string): string {
  return query.replaceAll(/\b(topk(?: by \([^)]*\))? ?)\(\d+, /g, "$1(1000, ");
}

/** How much of what is collected leaves. */
export interface Share {
  readonly series: number;
  readonly samples: number;
  readonly text: string;
}

/** @param seconds for how long the pair has run */
export async function shareThatLeaves(
  { raw, store }: StorePair,
  at: number,
  seconds: number,
): Promise<Share> {
  const [taken, sent] = await Promise.all([
    raw.own("prometheus_remote_storage_samples_in_total"),
    raw.own("prometheus_remote_storage_samples_total"),
  ]);
  const [before, after] = await Promise.all([count(raw, at), count(store, at)]);
  return {
    series: after / before,
    samples: sent / taken,
    text:
      `${(taken / seconds).toFixed(0)} samples/s taken, ${(sent / seconds).toFixed(0)} sent ` +
      `(${percent(sent / taken)}); ${before} series, ${after} sent (${percent(after / before)})`,
  };
}

/** Series of targets; what rules compute is computed on both sides. */
async function count(prometheus: LivePrometheus, at: number): Promise<number> {
  const [answer] = await prometheus.query('count({__name__!="", __name__!~".+:.+|ALERTS.*"})', at);
  return Number(answer?.values[0]?.[1] ?? 0);
}

/** How two answers differ. */
export interface Difference {
  readonly wrong?: { readonly here: unknown; readonly there: unknown };
  /** Whether some value is equal only up to what a sum in another order makes of it. */
  readonly rounded: boolean;
}

/** Compares two answers, series by series and sample by sample. */
export function differs(here: readonly AnsweredSeries[], there: readonly AnsweredSeries[]): Difference {
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
