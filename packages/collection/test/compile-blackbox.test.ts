import { describe, expect, test } from "@jest/globals";
import { compileBlackbox } from "../src/index.ts";

interface HttpModule {
  readonly http: {
    readonly body: string;
    readonly authorization?: object;
    readonly fail_if_body_matches_regexp: readonly string[];
    readonly fail_if_body_not_matches_regexp: readonly string[];
  };
}

const { modules } = compileBlackbox({ mcpTokenFile: "mcp-token" }) as { modules: Record<string, HttpModule> };

describe.each(["mcp_discover", "mcp_initialize"])("the probe %s", (name) => {
  const http = modules[name]?.http;
  if (http === undefined) throw new Error(`there is no module ${name}`);
  const healthy = (body: string): boolean =>
    http.fail_if_body_not_matches_regexp.every((text) => new RegExp(text).test(body)) &&
    !http.fail_if_body_matches_regexp.some((text) => new RegExp(text).test(body));

  const result = { capabilities: { tools: {} }, serverInfo: { name: "customer-success", version: "1.0.0" } };
  const answer = (rest: object): string => JSON.stringify({ jsonrpc: "2.0", id: 1, ...rest });

  test.each([
    ["a result", answer({ result }), true],
    ["a result as an event stream", `event: message\ndata: ${answer({ result })}\n\n`, true],
    [
      "a result with the word error in its text",
      answer({ result: { ...result, instructions: '"error": {}' } }),
      true,
    ],
    ["an error with status 200", answer({ error: { code: -32601, message: "method not found" } }), false],
    [
      "an error that quotes a result",
      answer({ error: { code: 1, message: '"result": {"capabilities": {}}' } }),
      false,
    ],
    ["an empty result", answer({ result: {} }), false],
    ["a page", "<html>It works!</html>", false],
    ["nothing", "", false],
  ])("takes %s for what it is", (_what, body, expected) => {
    expect(healthy(body)).toBe(expected);
  });

  test("sends one JSON-RPC request, and its token from a file", () => {
    expect(JSON.parse(http.body)).toMatchObject({
      jsonrpc: "2.0",
      method: name === "mcp_discover" ? "server/discover" : "initialize",
    });
    expect(http.authorization).toEqual({
      type: "Bearer",
      credentials_file: "/run/secrets/blackbox-exporter/mcp-token",
    });
  });
});

test("MCP probes send no token where there is none", () => {
  expect(JSON.stringify(compileBlackbox())).not.toContain("authorization");
});

test("a TLS probe shakes hands, so that the certificate's end is known", () => {
  expect(modules["tls_connect"]).toMatchObject({ prober: "tcp", tcp: { tls: true } });
});
