import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { openServer, readToken, writeToken } from "./server-world.ts";

let server: Awaited<ReturnType<typeof openServer>>;
beforeEach(async () => {
  server = await openServer();
});
afterEach(() => server.close());

const customer = { customer_id: "cus_0001" };

function callBody(name: string, args: unknown = {}): string {
  return JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params: { name, arguments: args } });
}

describe("a real MCP client", () => {
  test("lists the tools with their schemas", async () => {
    const client = await server.connect(readToken);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      "get_customer_health",
      "list_at_risk_customers",
      "get_usage_trend",
      "log_interaction",
      "create_ticket",
      "sync_crm_account",
    ]);
    expect(tools[0]?.inputSchema).toMatchObject({ type: "object", required: ["customer_id"] });
  });

  test("calls tools, and their metrics count success", async () => {
    const client = await server.connect(writeToken);
    const health = await client.callTool({ name: "get_customer_health", arguments: customer });
    expect(health.isError).toBeUndefined();
    expect(JSON.stringify(health.content)).toContain("Northwind Labs");
    await client.callTool({
      name: "log_interaction",
      arguments: { ...customer, kind: "call", note: "hello" },
    });
    expect(server.store.logged).toEqual(["hello"]);
    expect(await server.samples("mcp_tool_executions_total")).toEqual([
      'mcp_tool_executions_total{tool_name="get_customer_health",status="success"} 1',
      'mcp_tool_executions_total{tool_name="log_interaction",status="success"} 1',
    ]);
  });

  test("sees a failed tool inside a healthy answer", async () => {
    const client = await server.connect(readToken);
    const args = { customer_id: "cus_9999" };
    expect((await client.callTool({ name: "get_customer_health", arguments: args })).isError).toBe(true);
    expect(await server.samples("mcp_tool_executions_total")).toEqual([
      'mcp_tool_executions_total{tool_name="get_customer_health",status="tool_error"} 1',
    ]);
    expect(await server.samples('mcp_server_operation_duration_count{mcp_method_name="tools/call"')).toEqual([
      'mcp_server_operation_duration_count{mcp_method_name="tools/call",gen_ai_tool_name="get_customer_health",error_type="tool_error"} 1',
    ]);
  });

  test("gets a JSON-RPC error when the database is away, without its address", async () => {
    const client = await server.connect(readToken);
    server.store.away = true;
    const call = client.callTool({ name: "get_customer_health", arguments: customer });
    await expect(call).rejects.toThrow(/^(MCP error -32603: )+internal error$/);
    expect(await server.samples("mcp_tool_executions_total")).toEqual([
      'mcp_tool_executions_total{tool_name="get_customer_health",status="error"} 1',
    ]);
  });

  test("gets a JSON-RPC error for wrong arguments", async () => {
    const client = await server.connect(readToken);
    const call = client.callTool({ name: "get_customer_health", arguments: { customer_id: 7 } });
    await expect(call).rejects.toMatchObject({ code: -32602 });
  });

  test("is served while Redis is away: no limits, no cache", async () => {
    const client = await server.connect(readToken);
    server.cache.away = true;
    for (let n = 0; n < 8; n += 1) {
      const result = await client.callTool({ name: "get_usage_trend", arguments: customer });
      expect(result.isError).toBeUndefined();
    }
  });
});

describe("a request", () => {
  test.each([undefined, "unknown-token-00000001"])(
    "with the token %s is answered with 401",
    async (token) => {
      const response = await server.raw(token, callBody("list_at_risk_customers"));
      expect(response.status).toBe(401);
      expect(response.headers.get("www-authenticate")).toBe('Bearer error="invalid_token"');
    },
  );

  test("for a tool beyond the token's scope is answered with 403, and the tool does not run", async () => {
    const args = { ...customer, kind: "call", note: "no" };
    const response = await server.raw(readToken, callBody("log_interaction", args));
    expect(response.status).toBe(403);
    expect(response.headers.get("www-authenticate")).toBe('Bearer error="insufficient_scope", scope="write"');
    expect(server.store.logged).toEqual([]);
  });

  test("above the limit is answered with 429, for this client and tool alone", async () => {
    const statuses = [];
    for (let n = 0; n < 7; n += 1) {
      statuses.push((await server.raw(readToken, callBody("list_at_risk_customers"))).status);
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429]);
    expect((await server.raw(writeToken, callBody("list_at_risk_customers"))).status).toBe(200);
    expect((await server.raw(readToken, callBody("get_customer_health", customer))).status).toBe(200);
    expect(await server.samples("rate_limit_rejections_total")).toEqual([
      'rate_limit_rejections_total{client_id="reader",tool_name="list_at_risk_customers",limit_type="burst"} 2',
    ]);
  });

  test("for made-up tools and methods makes no new series: they are `other`", async () => {
    for (let n = 0; n < 3; n += 1) await server.raw(writeToken, callBody(`made_up_${n}`));
    await server.raw(writeToken, JSON.stringify({ jsonrpc: "2.0", id: 1, method: "made/up" }));
    expect(await server.samples("mcp_tool_executions_total")).toEqual([
      'mcp_tool_executions_total{tool_name="other",status="error"} 3',
    ]);
    expect(await server.samples("rate_limit_checks_total")).toEqual([
      'rate_limit_checks_total{client_id="writer",tool_name="other"} 3',
    ]);
    expect(await server.samples('mcp_server_operation_duration_count{mcp_method_name="other"')).toEqual([
      'mcp_server_operation_duration_count{mcp_method_name="other",error_type="-32601"} 1',
    ]);
  });

  test.each(["GET", "DELETE"])(
    "with %s is answered with 405, since there are no sessions",
    async (method) => {
      expect((await server.raw(readToken, "", method)).status).toBe(405);
    },
  );

  test.each(["", "{", "[]", '"text"', '[{"jsonrpc":"2.0","id":1,"method":"ping"}]'])(
    "%j is answered with 400",
    async (body) => {
      expect((await server.raw(readToken, body)).status).toBe(400);
    },
  );
});

describe("a fault", () => {
  test("`errors` answers every second request with 500", async () => {
    server.faults.add("errors");
    const statuses = [];
    for (let n = 0; n < 4; n += 1) {
      statuses.push((await server.raw(writeToken, callBody("list_at_risk_customers"))).status);
    }
    expect(statuses).toEqual([200, 500, 200, 500]);
  });

  test("`tool-errors` fails every second call inside HTTP 200", async () => {
    server.faults.add("tool-errors");
    for (let n = 0; n < 4; n += 1) {
      expect((await server.raw(writeToken, callBody("list_at_risk_customers"))).status).toBe(200);
    }
    expect(await server.samples("mcp_tool_executions_total")).toEqual([
      'mcp_tool_executions_total{tool_name="list_at_risk_customers",status="success"} 2',
      'mcp_tool_executions_total{tool_name="list_at_risk_customers",status="tool_error"} 2',
    ]);
  });
});
