import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { compilePrometheus, toYaml, type Endpoint } from "@monitoring/collection";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { emptyFolder, write } from "./tools.ts";
import { listen } from "../../tools/src/loopback.ts";

// Stands beside promtool where the toolchain was built on this machine.
const program = join(dirname(process.env["PROMTOOL"] ?? ""), "prometheus");
const here = existsSync(program) ? describe : describe.skip;

here("a scrape by the real Prometheus", () => {
  let exposed = "";
  let target: Server;
  let prometheus: ChildProcess;
  let api: string;

  beforeAll(async () => {
    target = createServer((_, response) => {
      response.setHeader("content-type", "text/plain; version=0.0.4").end(exposed);
    });
    const server = endpoint(await listen(target));
    const free = createServer();
    const own = endpoint(await listen(free));
    await new Promise((done) => free.close(done));
    api = `http://127.0.0.1:${own.port}/api/v1/query`;
    const folder = emptyFolder();
    const config = compilePrometheus({
      scrapeInterval: "1s",
      evaluationInterval: "1s",
      externalLabels: {},
      jobs: [
        { name: "mcp-server", interval: "1s", targets: [{ endpoint: server, service: "mcp-server" }] },
        { name: "blackbox", interval: "1s", targets: [{ endpoint: server, service: "uncut" }] },
      ],
      probes: { exporter: server, targets: [] },
      ruleFiles: [],
      alertmanagers: [],
    });
    write(join(folder, "prometheus.yml"), toYaml(config));
    prometheus = spawn(
      program,
      [
        `--config.file=${join(folder, "prometheus.yml")}`,
        `--storage.tsdb.path=${join(folder, "data")}`,
        `--web.listen-address=127.0.0.1:${own.port}`,
      ],
      { stdio: "ignore" },
    );
  });

  afterAll(async () => {
    prometheus.kill();
    await once(prometheus, "exit");
    target.close();
  });

  test("cuts a client's tool name of 10 kB and keeps the server up", async () => {
    exposed = called("a".repeat(10_000)) + called("\u{1F4A5}\\n".repeat(500)) + called("b".repeat(128));
    const scraped = await found(`mcp_tool_executions_total{job="mcp-server"}`, 3);
    expect(scraped.map(({ metric }) => Array.from(metric["tool_name"] ?? "").length)).toEqual([
      128, 128, 128,
    ]);
    expect(await found(`up{job="mcp-server"} == 1`, 1)).toHaveLength(1);
  });

  test("refuses the same where nothing is cut", async () => {
    expect(await found(`up{job="blackbox"} == 0`, 1)).toHaveLength(1);
    const answer = await fetch(api.replace("query", "targets"));
    expect(await answer.text()).toContain("label_value_length_limit exceeded");
  });

  test("counts samples over the limit in full, so that it can be told by how much", async () => {
    exposed = Array.from({ length: 6000 }, (_, i) => called(`tool-${i}`)).join("");
    const [over] = await found(
      `scrape_samples_post_metric_relabeling{job="mcp-server"} / scrape_sample_limit > 1`,
      1,
    );
    expect(over?.value[1]).toBe("1.2");
    expect(await found(`up{job="mcp-server"} == 0`, 1)).toHaveLength(1);
  });

  test("lets no target speak for another", async () => {
    exposed = `up{job="victim",instance="x"} 1\n`;
    const [written] = await found(`{job="mcp-server",exported_job="victim"}`, 1);
    expect(written?.metric).toMatchObject({ job: "mcp-server", exported_instance: "x" });
  });

  /** Asks until the query gives that many series, for twenty seconds. */
  async function found(query: string, count: number): Promise<readonly Sample[]> {
    const until = Date.now() + 20_000;
    while (Date.now() < until) {
      const series = await ask(query);
      if (series.length >= count) return series.slice(0, count);
      await pause(100);
    }
    throw new Error(`${query} does not give ${count} series`);
  }

  async function ask(query: string): Promise<readonly Sample[]> {
    try {
      const answer = await fetch(`${api}?query=${encodeURIComponent(query)}`);
      return ((await answer.json()) as { data: { result: Sample[] } }).data.result;
    } catch {
      // It is not ready yet.
      return [];
    }
  }
});

interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

const called = (tool: string): string => `mcp_tool_executions_total{tool_name="${tool}"} 1\n`;
const endpoint = (port: number): Endpoint => ({ scheme: "http", host: "127.0.0.1", port });
