import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { seconds } from "@monitoring/collection";
import type { Config } from "@monitoring/stacks";
import { freePort } from "../loopback.ts";
import { UserError } from "../user-error.ts";
import { computed, copyOf, recordedSeries, writeDays, type MonthSeries } from "./month.ts";
import type { PanelQuery } from "./panel-queries.ts";
import type { QueryTime } from "./query-report.ts";

/** A Prometheus that only answers. */
interface Answering {
  /** Processor time that it has used, in milliseconds. */
  readonly processorMs: () => number;
  readonly ask: (path: string, form: Readonly<Record<string, string>>) => Promise<readonly Result[]>;
  readonly stop: () => Promise<void>;
}

interface Result {
  readonly metric: Readonly<Record<string, string>>;
  readonly value?: readonly [number, string];
}

/** What is asked, and of how much. */
export interface Asked {
  /** At least, over all copies of a stack. */
  readonly series: number;
  readonly days: number;
  readonly queries: readonly PanelQuery[];
}

/** How long each took, and of what. */
export interface MonthTimes {
  /** How many series and samples there are, in words. */
  readonly month: string;
  readonly times: readonly QueryTime[];
}

/** Asks queries one after the other, of so many series over so many days. */
export async function queryTimes(
  prometheus: string,
  config: Config,
  { series: least, days, queries }: Asked,
  say: (text: string) => void,
): Promise<MonthTimes> {
  const folder = mkdtempSync(join(tmpdir(), "monitoring-bench-queries-"));
  try {
    const end = Math.floor(Date.now() / 15_000) * 15_000;
    const since = Date.now();
    const one = await withRecordings(prometheus, config, folder, end);
    const copies = Math.ceil(least / one.length);
    const all = Array.from({ length: copies }, (_, copy) => one.map((series) => copyOf(series, copy))).flat();
    const data = join(folder, "month");
    mkdirSync(data);
    // Containers of all copies are recorded by their name, machines by their instance: each once.
    const series = [...new Map(all.map((series) => [JSON.stringify(series.labels), series])).values()];
    const samples = writeDays(data, series, days, end);
    const month = `${series.length.toLocaleString("en")} series of ${copies} stacks over ${days} days, ${(samples / 1e9).toFixed(1)} billion samples`;
    say(
      `${month}: ${(sizeOf(data) / 2 ** 30).toFixed(1)} GiB, written in ${((Date.now() - since) / 1000).toFixed(0)} s`,
    );
    const answering = await start(prometheus, data);
    try {
      const times: QueryTime[] = [];
      for (const query of queries) times.push(await timed(answering, query, end / 1000));
      return { month, times };
    } finally {
      await answering.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * One stack's series with those that its rules compute. Rules read one another, so what the first ones compute is stored
 * before the next are asked, until nothing new comes.
 */
async function withRecordings(
  prometheus: string,
  config: Config,
  folder: string,
  end: number,
): Promise<readonly MonthSeries[]> {
  const raw = recordedSeries(config, join(folder, "stack"));
  let known: readonly MonthSeries[] = [];
  for (let round = 0; ; round++) {
    const data = join(folder, `round-${round}`);
    mkdirSync(data);
    writeDays(data, [...raw, ...known], 3, end);
    const answering = await start(prometheus, data);
    const found: MonthSeries[] = [];
    try {
      for (const { interval, recordings } of config.catalogue.rules) {
        for (const { name, expr } of recordings) {
          const results = await answering.ask("/api/v1/query", {
            query: expr.text,
            time: String(end / 1000 - 15),
          });
          found.push(
            ...results.map(({ metric, value }) =>
              computed({ ...metric, __name__: name }, Number(value?.[1]), interval),
            ),
          );
        }
      }
    } finally {
      await answering.stop();
      rmSync(data, { recursive: true });
    }
    if (found.length === known.length) return [...raw, ...known];
    known = found;
  }
}

async function start(prometheus: string, data: string): Promise<Answering> {
  const port = await freePort();
  const child = spawn(
    prometheus,
    [
      `--config.file=/dev/null`,
      `--storage.tsdb.path=${data}`,
      "--storage.tsdb.retention.time=100y",
      // Nothing is compacted: the blocks are as they would be.
      ...["--storage.tsdb.min-block-duration=2h", "--storage.tsdb.max-block-duration=2h"],
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  let words = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (words = (words + text).slice(-2_000)));
  const exited = once(child, "exit");
  const base = `http://127.0.0.1:${port}`;
  for (const deadline = Date.now() + 120_000; ;) {
    if (
      await fetch(`${base}/-/ready`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      break;
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill("SIGKILL");
      throw new UserError(`prometheus does not start on the series that were written:\n${words}`);
    }
    await sleep(100);
  }
  return {
    processorMs: () => {
      const fields =
        readFileSync(`/proc/${child.pid ?? 0}/stat`, "utf8")
          .split(") ")[1]
          ?.split(" ") ?? [];
      // utime and stime, in hundredths of a second.
      return (Number(fields[11]) + Number(fields[12])) * 10;
    },
    ask: async (path, form) => {
      const response = await fetch(`${base}${path}`, { method: "POST", body: new URLSearchParams(form) });
      const answer = (await response.json()) as { error?: string; data?: { result: readonly Result[] } };
      if (answer.data === undefined)
        throw new UserError(`${answer.error ?? "no answer"}: ${form["query"] ?? ""}`);
      return answer.data.result;
    },
    stop: async () => {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

async function timed({ ask, processorMs }: Answering, query: PanelQuery, end: number): Promise<QueryTime> {
  const { expr, range, step } = query;
  const aligned = step === undefined ? end : Math.floor(end / step) * step;
  const ms: number[] = [];
  const before = processorMs();
  let series = 0;
  for (let run = 0; run < 3; run++) {
    const since = performance.now();
    const results =
      step === undefined
        ? await ask("/api/v1/query", { query: expr, time: String(end) })
        : await ask("/api/v1/query_range", {
            ...{ query: expr, step: String(step), end: String(aligned) },
            start: String(aligned - seconds(range)),
          });
    ms.push(performance.now() - since);
    series = results.length;
  }
  const [, middle = 0] = ms.sort((a, b) => a - b);
  return { ...query, series, ms: middle, processorMs: (processorMs() - before) / 3 };
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => statSync(join(folder, name)).size)
    .reduce((sum, size) => sum + size, 0);
}
