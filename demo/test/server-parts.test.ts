import { describe, expect, test } from "@jest/globals";
import { listen } from "../src/runtime/http.ts";
import { handleAdmin } from "../src/server/faults/admin.ts";
import { faultNames } from "../src/server/faults/names.ts";
import { FaultSwitch } from "../src/server/faults/switch.ts";
import { checkFaults } from "../src/server/faults/tools.ts";
import { Health } from "../src/server/health.ts";
import { httpMethodLabel, mcpMethodLabel, pathLabel, toolLabel } from "../src/server/labels.ts";
import { Metrics } from "../src/server/metrics.ts";
import { RateLimiter } from "../src/server/rate-limiter.ts";
import { parseTokens } from "../src/server/tokens.ts";
import { trendOf } from "../src/server/tools/usage-trend.ts";
import { silent } from "./inbox-world.ts";
import { FakeCache } from "./server-world.ts";

function createMetrics(otel = false): Metrics {
  return new Metrics({ tools: ["a"], clients: ["c"], pool: () => ({ size: 10, active: 4 }), otel });
}

test.each([
  [pathLabel("/mcp"), "/mcp"],
  [pathLabel("/mcp/"), "other"],
  [pathLabel("/.env"), "other"],
  [httpMethodLabel("POST"), "POST"],
  [httpMethodLabel("PROPFIND"), "other"],
  [mcpMethodLabel("tools/call"), "tools/call"],
  [mcpMethodLabel("constructor"), "other"],
  [toolLabel(["a"], "a"), "a"],
  [toolLabel(["a"], "A"), "other"],
])("a label is known or other: %s", (label, expected) => {
  expect(label).toBe(expected);
});

describe("the metrics", () => {
  test("exist at 0 before anything happens", async () => {
    const text = await createMetrics().registry.metrics();
    for (const line of [
      'http_requests_total{method="POST",path="/mcp",status="500"} 0',
      'http_request_duration_seconds_count{method="POST",path="/mcp"} 0',
      'rate_limit_checks_total{client_id="c",tool_name="a"} 0',
      'rate_limit_rejections_total{client_id="c",tool_name="a",limit_type="burst"} 0',
      'mcp_tool_executions_total{tool_name="a",status="tool_error"} 0',
      'mcp_tool_duration_seconds_count{tool_name="a"} 0',
      "database_connection_pool_size 10",
      "database_connection_pool_active 4",
    ]) {
      expect(text.split("\n")).toContain(line);
    }
    expect(text).not.toContain("mcp_server_operation_duration");
  });

  test("speak OpenTelemetry when asked to, in its buckets", async () => {
    const metrics = createMetrics(true);
    metrics.operation({ method: "tools/call", tool: "a", seconds: 0.03, errorType: "-32603" });
    const text = await metrics.registry.metrics();
    const labels = 'mcp_method_name="tools/call",gen_ai_tool_name="a",error_type="-32603"';
    const buckets = text.split("\n").filter((line) => line.includes("_bucket") && line.includes(labels));
    expect(buckets.map((line) => /le="([^"]+)"/.exec(line)?.[1])).toEqual([
      "0.01",
      "0.02",
      "0.05",
      "0.1",
      "0.2",
      "0.5",
      "1",
      "2",
      "5",
      "10",
      "30",
      "60",
      "120",
      "300",
      "+Inf",
    ]);
  });
});

describe("the tokens file", () => {
  test.each([
    {},
    [],
    { short: { clientId: "a", scope: "read" } },
    { "0123456789abcdef": { clientId: "a", scope: "admin" } },
    { "0123456789abcdef": { clientId: "A b", scope: "read" } },
  ])("%j is refused without being quoted", (value) => {
    expect(() => parseTokens(value, "/run/tokens")).toThrow(/^\/run\/tokens does not hold tokens; allowed: /);
    expect(() => parseTokens(value, "/run/tokens")).not.toThrow(/0123456789abcdef/);
  });
});

describe("the rate limiter", () => {
  const limits = { burst: { requests: 2, seconds: 10 }, sustained: { requests: 3, seconds: 60 } };

  test("tells which limit was hit and when to come back", async () => {
    const limiter = new RateLimiter(new FakeCache(), limits);
    const at = (seconds: number) => limiter.check("c", "a", 600_000 + seconds * 1000);
    expect(await at(0)).toBeUndefined();
    expect(await at(1)).toBeUndefined();
    expect(await at(4)).toEqual({ limitType: "burst", retryAfterSeconds: 6 });
    expect(await at(12)).toEqual({ limitType: "sustained", retryAfterSeconds: 48 });
    expect(await at(61)).toBeUndefined();
  });
});

describe("health", () => {
  test("reports each check, and a fault fails them all", async () => {
    let on = false;
    const checks = checkFaults(() => on, {
      good: () => Promise.resolve(),
      bad: () => Promise.reject(new Error("it is away")),
    });
    const metrics = createMetrics();
    const health = new Health(checks, metrics, silent);
    expect(health.report).toMatchObject({
      status: "failing",
      checks: { good: { error: "not checked yet" } },
    });
    await health.run();
    expect(health.report).toMatchObject({
      status: "failing",
      checks: { good: { healthy: true }, bad: { healthy: false, error: "it is away" } },
    });
    expect(await metrics.registry.metrics()).toContain('health_check_status{check_type="good"} 1\n');
    expect(await metrics.registry.metrics()).toContain('health_check_status{check_type="bad"} 0\n');
    on = true;
    await health.run();
    expect(await metrics.registry.metrics()).toContain('health_check_status{check_type="good"} 0\n');
  });
});

test("usage goes up, down or nowhere", () => {
  const days = (...users: number[]) => users.map((activeUsers) => ({ day: "2026-01-01", activeUsers }));
  expect(trendOf(days(9, 9, 5, 5)).direction).toBe("up");
  expect(trendOf(days(5, 5, 9, 9)).direction).toBe("down");
  expect(trendOf(days(5, 5, 5, 5)).direction).toBe("flat");
});

describe("the fault switch over HTTP", () => {
  test("lists, turns on and off, clears, and refuses what it does not know", async () => {
    const faults = new FaultSwitch(
      { "integration-down": () => Promise.reject(new Error("the CRM is away")) },
      silent,
    );
    const http = await listen("127.0.0.1", 0, silent, (request, response) =>
      handleAdmin(faults, request, response),
    );
    const ask = async (
      method: string,
      path: string,
      body?: unknown,
      headers: Record<string, string> = {},
    ) => {
      const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
      const response = await fetch(`http://127.0.0.1:${http.port}${path}`, init);
      return { status: response.status, body: await response.json() };
    };
    try {
      expect(await ask("GET", "/faults")).toMatchObject({
        status: 200,
        body: faultNames.map((name) => ({ name, on: false })),
      });
      expect((await ask("POST", "/faults/slow-tools", { on: true, seconds: 60 })).status).toBe(200);
      expect(faults.isOn("slow-tools")).toBe(true);
      expect((await ask("POST", "/faults/slow-tools", { on: false })).status).toBe(200);
      expect(faults.isOn("slow-tools")).toBe(false);

      expect(
        (await ask("POST", "/faults/errors", { on: true }, { origin: "http://evil.example" })).status,
      ).toBe(403);
      expect((await ask("POST", "/faults/errors", { on: "yes" })).status).toBe(400);
      expect((await ask("POST", "/faults/errors", { on: true, seconds: 0 })).status).toBe(400);
      expect(await ask("POST", "/faults/toString", { on: true })).toEqual({
        status: 404,
        body: { error: `there is no fault toString; allowed: ${faultNames.join(", ")}` },
      });
      expect(await ask("POST", "/faults/integration-down", { on: true })).toEqual({
        status: 502,
        body: { error: "integration-down could not be turned on: the CRM is away" },
      });
      expect(faults.list().filter(({ on }) => on)).toEqual([]);

      await faults.turnOn("errors");
      expect((await ask("DELETE", "/faults")).status).toBe(200);
      expect(faults.isOn("errors")).toBe(false);
    } finally {
      await http.close();
    }
  });
});
