import { readFileSync, readdirSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { deployedAt } from "@monitoring/collection";
import { catalogue, readers } from "@monitoring/stacks";
import { delivered, messages } from "./inbox.ts";
import { command, configure, docker, eventually, home, json, outcome, stand, start, tool } from "./stand.ts";

jest.setTimeout(600_000);

const { prefix, ports } = stand;
const owned = ["--filter", `label=monitoring.stack=${prefix}`];
const say = (text: string): void => void process.stdout.write(`   ${text}\n`);

interface Targets {
  readonly data: { readonly activeTargets: readonly { labels: Record<string, string>; health: string }[] };
}
interface Rules {
  readonly data: { groups: { rules: { name: string; annotations?: Record<string, string> }[] }[] };
}

const startedAt = (service: string) =>
  docker("inspect", "--format", "{{.Id}} {{.State.StartedAt}}", `${prefix}-${service}`);
const healthByTarget = async () => {
  const { data } = await json<Targets>("prometheus", "/api/v1/targets?state=active");
  return Object.fromEntries(
    data.activeTargets.map(({ labels, health }) => [
      `${labels["job"] ?? ""} ${labels["service"] ?? ""}`,
      health,
    ]),
  ) as Record<string, string>;
};
const value = async (query: string) => {
  const { data } = await json<{ data: { result: { value: [number, string] }[] } }>(
    "prometheus",
    `/api/v1/query?query=${encodeURIComponent(query)}`,
  );
  return data.result[0]?.value[1];
};
/** When each deployment of the last minutes was made, by its commit and content, the first one first. */
const deployments = async () => {
  const query = encodeURIComponent(`last_over_time(${deployedAt.name}[15m])`);
  const { data } = await json<{
    data: { result: { metric: Record<string, string>; value: [number, string] }[] };
  }>("prometheus", `/api/v1/query?query=${query}`);
  return data.result
    .map(({ metric, value }) => ({ ...metric, time: Number(value[1]) }))
    .sort((a, b) => a.time - b.time);
};
const page = async (port: number) => (await fetch(`http://127.0.0.1:${port}/`)).text();

let gitBefore: string;
beforeAll(async () => {
  gitBefore = await tool("git", "status", "--porcelain");
  configure();
});
afterAll(async () => {
  await command(["down", "--delete-data", "--yes"]);
});

describe("a first up", () => {
  test("ends with every target up and a table of what can be opened", async () => {
    const { code, output } = await command(["up", "--yes"]);
    expect(`${code}\n${output}`).toMatch(/^0\n/);
    expect(output).toMatch(/http:\/\/127\.0\.0\.1:19090 +Prometheus.* up\n/);
    expect(output).toMatch(/http:\/\/127\.0\.0\.1:18025 +Inbox/);
    const { "grafana grafana": grafana, ...others } = await healthByTarget();
    // Its image cannot be had everywhere; what is missing then is said.
    if (grafana === undefined)
      expect(output).toContain(
        "grafana does not run here, a preview of its dashboards, which only reads, is shown instead",
      );
    else expect(grafana).toBe("up");
    expect(others).toEqual({
      "prometheus prometheus": "up",
      "alertmanager alertmanager": "up",
      "blackbox blackbox-exporter": "up",
      "blackbox mcp-server": "up",
      "blackbox crm": "up",
      "blackbox ticketing": "up",
      "blackbox postgres": "up",
      "blackbox redis": "up",
      "cadvisor cadvisor": "up",
      "mcp-server mcp-server": "up",
      "node node": "up",
      "postgres postgres": "up",
      "redis redis": "up",
    });
  });

  test("measures the machine, every container, both databases and the MCP protocol", async () => {
    const expected: Readonly<Record<string, string>> = {
      "count(pg_up == 1)": "1",
      "count(redis_up == 1)": "1",
      'min(pg_scrape_collector_success{collector=~"long_running_transactions|stat_.*"})': "1",
      'probe_success{job="blackbox", service="mcp-server"}': "1",
      "count(node_memory_MemAvailable_bytes > 0)": "1",
      [`count(container_memory_working_set_bytes{name=~"${prefix}-.*"})`]: String(
        (await docker("ps", "--quiet", ...owned)).length,
      ),
    };
    for (const [query, wanted] of Object.entries(expected)) {
      await eventually(`${query} is ${wanted}`, 60, async () =>
        (await value(query)) === wanted ? true : undefined,
      );
    }
  });

  test("keeps the databases out of the inbox's reach", async () => {
    const look = 'require("dns").lookup("postgres", (error) => console.log(error ? "unknown" : "known"))';
    expect(await docker("exec", `${prefix}-inbox`, "node", "-e", look)).toEqual(["unknown"]);
    expect(await docker("exec", `${prefix}-server`, "node", "-e", look)).toEqual(["known"]);
  });

  test("gives pages that a person can open", async () => {
    expect(await page(ports.prometheus)).toContain("<title>Prometheus");
    expect(await page(ports.alertmanager)).toContain("<title>Alertmanager");
    expect(await page(ports.inbox)).toContain("<title>");
  });

  test("lets the heartbeat arrive, and no alert", async () => {
    await eventually("a heartbeat", 60, async () => {
      const { count } = await json<{ count: number }>("inbox", "/api/heartbeat");
      return count > 0 ? count : undefined;
    });
    expect(await json("inbox", "/api/messages")).toEqual([]);
    expect(await json("inbox", "/api/rejections")).toEqual([]);
  });

  test("makes the demo's metrics, tool calls by clients among them", async () => {
    await eventually("tool calls", 60, async () => {
      const query = encodeURIComponent('sum(mcp_tool_executions_total{status="success"}) > 5');
      const { data } = await json<{ data: { result: unknown[] } }>(
        "prometheus",
        `/api/v1/query?query=${query}`,
      );
      return data.result.length > 0 ? true : undefined;
    });
  });
});

describe("dashboards", () => {
  const panels = readers(catalogue).filter(({ owner }) => owner.startsWith("panel "));

  test("have a series to show in every panel, whatever the choice of variables", async () => {
    expect(panels.length).toBeGreaterThan(5);
    // Rates need two scrapes, and what reads them an evaluation more.
    await eventually("every panel", 120, async () => {
      const answers = await Promise.all(
        panels.map(async ({ owner, text }) => ((await value(text)) === undefined ? [owner] : [])),
      );
      const empty = answers.flat();
      if (empty.length > 0) throw new Error(`empty: ${empty.join(", ")}`);
      return true;
    });
    say(`panels that show something: ${panels.length} of ${panels.length}`);
  });
});

describe("secrets", () => {
  test("are in no environment variable, label, command, plain state file or API answer", async () => {
    const names = [
      "inboxToken",
      "mcpToken",
      "postgresPassword",
      "postgresExporterPassword",
      "redisPassword",
      "redisExporterPassword",
    ];
    const values = await Promise.all(names.map(async (name) => await secretValue(name)));
    expect(values.filter((value) => value.length === 32)).toHaveLength(names.length);
    const inspected = await docker("inspect", ...(await docker("ps", "--all", "--quiet", ...owned)));
    const places = {
      containers: inspected.join("\n"),
      files: readTree(home),
      prometheus: JSON.stringify(await json("prometheus", "/api/v1/status/config")),
      alertmanager: JSON.stringify(await json("alertmanager", "/api/v2/status")),
    };
    for (const [place, text] of Object.entries(places)) {
      expect([place, values.some((value) => text.includes(value))]).toEqual([place, false]);
    }
  });

  test("lie in files that only this user reads", () => {
    expect(statSync(join(home, "passphrase")).mode & 0o077).toBe(0);
    expect(statSync(join(home, "Pulumi.dev.yaml")).mode & 0o077).toBe(0);
  });
});

describe("a further up", () => {
  test("changes nothing, and is no deployment", async () => {
    const before = await deployments();
    const commit = (await tool("git", "rev-parse", "--short=10", "HEAD")).trim();
    expect(before).toMatchObject([{ stack: "dev", content: expect.stringMatching(/^[0-9a-f]{8}$/) }]);
    expect(before[0]).toHaveProperty(
      "commit",
      expect.stringMatching(new RegExp(`^${commit}( and uncommitted changes)?$`)),
    );
    const { code, output } = await command(["up", "--yes"]);
    expect(output).toMatch(/^ *\d+ unchanged$/m);
    expect([code, changes(output)]).toEqual([0, []]);
    expect(await deployments()).toEqual(before);
  });

  test("brings a changed rule live without a restart", async () => {
    const before = await startedAt("prometheus");
    configure({ runbookBaseUrl: "https://runbooks.example.com" });
    const since = Date.now();
    const { code } = await command(["up", "--yes"]);
    expect(code).toBe(0);
    await eventually("the changed annotation", 20, async () => {
      const { data } = await json<Rules>("prometheus", "/api/v1/rules");
      const rule = data.groups.flatMap(({ rules }) => rules).find(({ name }) => name === "McpServerDown");
      return rule?.annotations?.["runbook_url"] === "https://runbooks.example.com/McpServerDown.md"
        ? true
        : undefined;
    });
    say(`changed rule live ${((Date.now() - since) / 1000).toFixed(1)} s after npm run up was called`);
    expect(await startedAt("prometheus")).toEqual(before);
    const [first, second] = await eventually("the mark of this deployment", 60, async () => {
      const found = await deployments();
      return found.length > 1 ? found : undefined;
    });
    expect(second?.time).toBeGreaterThan(since / 1000);
    expect(first?.time).toBeLessThan(since / 1000);
  });

  test("brings a changed receiver live without a restart of Alertmanager", async () => {
    const before = await startedAt("alertmanager");
    const url = "https://hooks.slack.com/services/T00000000/B00000000/abcdefghijklmnopqrstuvwx";
    await command(["pulumi", "config", "set", "--secret", "monitoring:slackWebhookUrl"], url);
    configure({ receivers: { slack: { channel: "#customer-success" } } });
    const { code } = await command(["up", "--yes"]);
    expect(code).toBe(0);
    const { config } = await json<{ config: { original: string } }>("alertmanager", "/api/v2/status");
    expect(config.original).toContain("#customer-success");
    configure();
    expect((await command(["up", "--yes"])).code).toBe(0);
    expect(await startedAt("alertmanager")).toEqual(before);
  });
});

describe("a quiet install", () => {
  // Every evaluation since the first sample counts, not only the last one.
  const fired = async (): Promise<string[]> => {
    const query = 'count by (alertname) (count_over_time(ALERTS{alertstate="firing"}[1h]))';
    const path = `/api/v1/query?query=${encodeURIComponent(query)}`;
    const { data } = await json<{ data: { result: { metric: { alertname: string } }[] } }>(
      "prometheus",
      path,
    );
    return data.result.map(({ metric }) => metric.alertname).sort();
  };

  test("has fired nothing but Watchdog since its first sample, under the load of the demo's clients", async () => {
    expect(await fired()).toEqual(["Watchdog"]);
  });

  test("fires nothing more when each container is restarted, one after the other", async () => {
    const running = await docker("ps", "--format", "{{.Names}}", ...owned);
    expect(running.length).toBeGreaterThan(10);
    for (const name of running) await docker("restart", "--time", "5", name);
    await eventually("every target", 60, async () => {
      const health = Object.values(await healthByTarget());
      return health.length > 10 && health.every((one) => one === "up") ? true : undefined;
    });
    // Longer than the shortest `for`, so that whatever has begun to hold would fire by now.
    await sleep(60_000);
    expect(await fired()).toEqual(["Watchdog"]);
  });
});

describe("a drill of the receivers", () => {
  test("reaches each of them from a container of its own, which is gone afterwards", async () => {
    const { code, output } = await command(["drill", "--receivers"]);
    expect(`${code}\n${output}`).toMatch(/^0\n/);
    for (const channel of ["pagerduty", "slack", "email", "heartbeat"]) {
      expect(output).toMatch(new RegExp(`^${channel} +arrived in the local inbox, in [\\d.]+ s$`, "m"));
    }
    expect(await docker("ps", "--all", "--quiet", "--filter", `name=${prefix}-receiver-drill`)).toEqual([]);
  });
});

describe("a silence", () => {
  test("is made, listed and ended by command", async () => {
    expect((await command(["silence", "service=mcp-server", "--for", "1h", "--comment", "x"])).code).toBe(1);
    const made = await command(["silence", "alertname=NoSuchAlert", "--for", "1h", "--comment", "a test"]);
    const [, id = ""] = /npm run expire -- (\S+)/.exec(made.output) ?? [];
    expect((await command(["silences"])).output).toMatch(
      new RegExp(`^${id} .*\\n  alertname="NoSuchAlert"`, "m"),
    );
    expect((await command(["expire", id.slice(0, 8)])).output).toContain(`ended ${id}`);
    expect((await command(["silences"])).output).toContain("nothing is silenced");
  });
});

describe("what is stopped", () => {
  const channels = ["email", "slack", "pagerduty"];

  test.each([
    { service: "server", alert: "McpServerDown" },
    { service: "postgres", alert: "DatabaseDown" },
  ])("$service: reaches a person by e-mail, Slack and PagerDuty, and so does its return", async (row) => {
    const { service, alert } = row;
    const stopped = new Date();
    await docker("stop", `${prefix}-${service}`);
    const firing = await delivered(alert, "firing", channels, stopped, 120);
    say(`${service} stopped -> ${alert} firing: ${latencies(firing)}`);

    const started = new Date();
    await docker("start", `${prefix}-${service}`);
    const resolved = await delivered(alert, "resolved", channels, started, 120);
    say(`${service} started -> ${alert} resolved: ${latencies(resolved)}`);
    expect((await messages("Watchdog", stopped)).length).toBe(0);
  });
});

describe("healing", () => {
  test("an update that was killed leaves a lock and half a stack, and the next up mends both", async () => {
    await docker("rm", "--force", `${prefix}-prometheus`, `${prefix}-inbox`);
    const child = start(["up", "--yes"]);
    child.stdin.end();
    const ended = outcome(child);
    await eventually("the update to create something", 120, async () => {
      const running = await docker("ps", "--all", "--format", "{{.Names}}", ...owned);
      return running.includes(`${prefix}-prometheus`) || running.includes(`${prefix}-inbox`)
        ? true
        : undefined;
    });
    process.kill(-(child.pid ?? 0), "SIGKILL");
    await ended;
    const { code, output } = await command(["up", "--yes"]);
    expect(`${code}\n${output}`).toMatch(/^0\n/);
    expect(new Set(Object.values(await healthByTarget()))).toEqual(new Set(["up"]));
  });

  test("a lost state is no loss: containers are made anew, data is kept", async () => {
    const samples = await oldestSample();
    await tool("rm", "-r", join(home, "state"));
    const { code, output } = await command(["up", "--yes"]);
    expect(`${code}\n${output}`).toMatch(/^0\n/);
    expect(output).toContain("removed what the state does not know");
    expect(await oldestSample()).toBe(samples);
  });

  test("a taken port is named, with what to do, and nothing is touched", async () => {
    const before = await startedAt("prometheus");
    configure({ ports: { ...ports, prometheus: ports.alertmanager + 1000 } });
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(ports.alertmanager + 1000, "127.0.0.1", resolve));
    const { code, output } = await command(["up", "--yes"]);
    blocker.close();
    configure();
    expect(code).toBe(1);
    expect(output).toContain(
      `127.0.0.1:${ports.alertmanager + 1000} for prometheus is taken by node (process ${process.pid}); stop it, or set monitoring:ports.prometheus`,
    );
    expect(await startedAt("prometheus")).toEqual(before);
  });
});

describe("the user's own server on this machine", () => {
  const port = 13555;
  const own = { demo: false, mcpServer: `http://localhost:${port}/metrics` };
  const serve = async (host: string) => {
    const server = createServer((_request, response) => {
      response.setHeader("content-type", "text/plain; version=0.0.4").end("my_own_metric 1\n");
    });
    await new Promise<void>((resolve) => server.listen(port, host, resolve));
    return server;
  };

  test("is scraped through the host gateway, and the demo is gone", async () => {
    const server = await serve("0.0.0.0");
    configure(own);
    const { code, output } = await command(["up", "--yes"]);
    // Asked while the server answers: the first scrape that fails ends the series.
    const { data } = await json<{ data: { result: unknown[] } }>(
      "prometheus",
      "/api/v1/query?query=my_own_metric",
    );
    server.close();
    expect(`${code}\n${output}`).toMatch(/^0\n/);
    expect(await docker("ps", "--format", "{{.Names}}", ...owned)).not.toContain(`${prefix}-server`);
    expect(data.result).toHaveLength(1);
  });

  test("on the loopback address alone is out of reach, and `up` says why", async () => {
    const server = await serve("127.0.0.1");
    // Until its next scrape Prometheus still has the server for up, and an update that changes nothing is quicker.
    await eventually("a scrape that fails", 60, async () =>
      (await value('up{job="mcp-server"}')) === "0" ? true : undefined,
    );
    const { code, output } = await command(["up", "--yes"]);
    server.close();
    expect(code).toBe(1);
    expect(output).toMatch(
      /mcp-server \(host\.docker\.internal:13555\) is down: .*containers reach this machine by its bridge address, not by its loopback: let the service listen on 0\.0\.0\.0:13555/,
    );
  });
});

describe("down", () => {
  test("stops everything and keeps the data", async () => {
    const { code } = await command(["down", "--yes"]);
    expect(code).toBe(0);
    expect(await docker("ps", "--all", "--quiet", ...owned)).toEqual([]);
    expect(await docker("volume", "ls", "--quiet", ...owned)).toContain(`${prefix}-prometheus-data`);
  });

  test("with --delete-data says what it removes and leaves nothing behind", async () => {
    const { code, output } = await command(["down", "--delete-data", "--yes"]);
    expect(code).toBe(0);
    expect(output).toContain(`- ${prefix}-prometheus-data`);
    expect(await docker("volume", "ls", "--quiet", ...owned)).toEqual([]);
    expect(await docker("network", "ls", "--quiet", ...owned)).toEqual([]);
  });

  test("leaves git's view of the clone as it was", async () => {
    expect(await tool("git", "status", "--porcelain")).toBe(gitBefore);
  });
});

/** A generated secret's value, as a person would look it up. */
async function secretValue(name: string): Promise<string> {
  const { output } = await command(["pulumi", "config", "get", name]);
  return /[0-9a-f]{32}/.exec(output)?.[0] ?? "";
}

/** What an update says it did to resources: an empty list if it left them all alone. */
function changes(output: string): readonly string[] {
  return output.match(/^ *[+~-]+ ?\d+ (created|updated|deleted|replaced|to \w+)/gm) ?? [];
}

function latencies(byChannel: Readonly<Record<string, number>>): string {
  return Object.entries(byChannel)
    .map(([channel, seconds]) => `${channel} ${seconds.toFixed(1)} s`)
    .join(", ");
}

async function oldestSample(): Promise<string> {
  const query = encodeURIComponent("min(min_over_time(timestamp(up)[1h:5s]))");
  const { data } = await json<{ data: { result: { value: [number, string] }[] } }>(
    "prometheus",
    `/api/v1/query?query=${query}`,
  );
  return data.result[0]?.value[1] ?? "";
}

function readTree(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
    .join("\n");
}
