import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { toYaml } from "@monitoring/collection";

/** A sample of an answer: its labels, and its value as text. */
export interface AnsweredSeries {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [number, string])[];
}

/** A real Prometheus on this machine. */
export interface LivePrometheus {
  readonly url: string;
  /** What it answers to a query at a time; over a stretch of time if one is given. */
  readonly query: (text: string, at: number, over?: number) => Promise<readonly AnsweredSeries[]>;
  /** A metric of its own, summed over its series. */
  readonly own: (metric: string) => Promise<number>;
  readonly pid: number;
  /** Where its data lies. */
  readonly data: string;
  /** Kills it, or ends it in good order. */
  readonly stop: (signal?: "SIGKILL" | "SIGTERM") => Promise<void>;
}

// None outlives this process.
const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/**
 * Starts a Prometheus with a configuration, and waits until it is ready.
 * @throws what it said, if it ends instead
 */
export async function startPrometheus(
  program: string,
  config: object,
  {
    folder = mkdtempSync(join(tmpdir(), "monitoring-prometheus-")),
    port,
    args = [],
    env = {},
    by = () => [],
  }: StartOptions,
): Promise<LivePrometheus> {
  const file = join(folder, `prometheus-${port}.yml`);
  const data = join(folder, `data-${port}`);
  writeFileSync(file, toYaml(config));
  const [command, ...before] = [...by(data), program];
  const child = spawn(
    command,
    [
      ...before,
      `--config.file=${file}`,
      `--storage.tsdb.path=${data}`,
      `--web.listen-address=127.0.0.1:${port}`,
      "--log.level=warn",
      ...args,
    ],
    { stdio: ["ignore", "ignore", "pipe"], env: { ...process.env, ...env } },
  );
  const words: string[] = [];
  child.stderr.on("data", (data: Buffer) => words.push(data.toString()));
  const exited = once(child, "exit");
  running.add(child);
  void exited.then(() => running.delete(child));
  const url = `http://127.0.0.1:${port}`;
  const stop = async (signal: NodeJS.Signals = "SIGKILL"): Promise<void> => {
    child.kill(signal);
    await exited;
  };
  for (let i = 0; !(await answers(`${url}/-/ready`)); i++) {
    if (i < 100 && child.exitCode === null) await sleep(100);
    else {
      await stop();
      throw new Error(`Prometheus is not ready: ${words.join("")}`);
    }
  }
  const { pid = 0 } = child;
  return {
    url,
    pid,
    data,
    stop,
    query: (...asked) => ask(url, ...asked),
    own: (metric) => ownMetric(url, metric),
  };
}

/** What a Prometheus is started with beside its configuration. */
export interface StartOptions {
  readonly port: number;
  /** Where its configuration and data lie. @default a new folder */
  readonly folder?: string;
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** By its data's folder, a command that becomes what is written behind it. @default none */
  readonly by?: (data: string) => readonly string[];
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function ask(
  url: string,
  query: string,
  at: number,
  over?: number,
): Promise<readonly AnsweredSeries[]> {
  const form =
    over === undefined
      ? { query, time: String(at) }
      : { query, start: String(at - over), end: String(at), step: "5" };
  const path = over === undefined ? "query" : "query_range";
  const response = await fetch(`${url}/api/v1/${path}`, { method: "POST", body: new URLSearchParams(form) });
  const answer = (await response.json()) as {
    readonly error?: string;
    readonly data?: { readonly resultType: string; readonly result: unknown };
  };
  if (answer.data === undefined) throw new Error(`${query}: ${answer.error ?? response.statusText}`);
  const { resultType, result } = answer.data;
  if (resultType === "scalar") return [{ metric: {}, values: [result as [number, string]] }];
  return (
    result as { metric: AnsweredSeries["metric"]; value?: [number, string]; values?: [number, string][] }[]
  ).map(({ metric, value, values }) => ({ metric, values: values ?? (value ? [value] : []) }));
}

async function ownMetric(url: string, metric: string): Promise<number> {
  const page = await (await fetch(`${url}/metrics`)).text();
  const lines = page
    .split("\n")
    .filter((line) => line.startsWith(`${metric}{`) || line.startsWith(`${metric} `));
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(" ") + 1)), 0);
}
