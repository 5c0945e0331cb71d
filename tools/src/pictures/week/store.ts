import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../loopback.ts";
import { UserError } from "../../user-error.ts";
import type { PastSeries } from "./alerts-past.ts";

/** A Prometheus that only answers from what is stored. */
export interface Store {
  readonly url: string;
  readonly queryRange: (query: string, start: number, end: number, step: number) => Promise<PastSeries[]>;
  readonly stop: () => Promise<void>;
}

/** Starts a Prometheus on a folder of blocks, scraping nothing. */
export async function startStore(program: string, data: string): Promise<Store> {
  const config = join(data, "..", "prometheus.yml");
  writeFileSync(config, "{}\n");
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(
    program,
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${data}`,
      // The blocks are older than any retention, and wider than what it would merge.
      "--storage.tsdb.retention.time=100y",
      "--storage.tsdb.min-block-duration=2h",
      "--storage.tsdb.max-block-duration=2h",
      `--web.listen-address=127.0.0.1:${port}`,
      "--log.level=warn",
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  let words = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (words += text));
  const exited = once(child, "exit");
  for (let i = 0; !(await isReady(url)); i++) {
    if (i < 300 && child.exitCode === null) await sleep(100);
    else throw new UserError(`Prometheus does not start: ${words.trim()}`);
  }
  return {
    url,
    queryRange: (query, start, end, step) => ask(url, query, { start, end, step }),
    stop: async () => {
      child.kill("SIGTERM");
      await exited;
    },
  };
}

function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/-/ready`).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function ask(
  url: string,
  query: string,
  { start, end, step }: { readonly start: number; readonly end: number; readonly step: number },
): Promise<PastSeries[]> {
  const form = new URLSearchParams({ query, start: String(start), end: String(end), step: String(step) });
  const response = await fetch(`${url}/api/v1/query_range`, { method: "POST", body: form });
  const { data, error } = (await response.json()) as { data?: { result: PastSeries[] }; error?: string };
  if (data === undefined)
    throw new UserError(`Prometheus does not answer ${query}: ${error ?? response.statusText}`);
  return data.result;
}
