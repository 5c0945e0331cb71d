import type { IncomingMessage, ServerResponse } from "node:http";
import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import { ErrorCode, type JSONRPCMessage } from "@modelcontextprotocol/sdk/types.js";
import { z } from "zod";
import { readBody, sendJson } from "../runtime/http.ts";
import { bearerToken } from "../runtime/same-secret.ts";
import type { Metrics } from "./metrics.ts";
import type { RateLimiter } from "./rate-limiter.ts";
import type { Tool } from "./tools/tool.ts";
import type { Client, Tokens } from "./tokens.ts";

/** What the endpoint works with. */
export interface McpEndpointOptions {
  readonly tokens: Tokens;
  readonly tools: readonly Tool[];
  readonly rateLimiter: Pick<RateLimiter, "check">;
  readonly metrics: Metrics;
  readonly createServer: () => McpServer;
  /** Whether this request is to be answered with HTTP 500. */
  readonly failing: () => boolean;
}

const messageSchema = z.object({
  method: z.string().optional(),
  params: z.object({ name: z.string().optional() }).optional(),
});

/** Answers /mcp: who asks, may they, how often; then the SDK. */
export class McpEndpoint {
  readonly #options: McpEndpointOptions;

  constructor(options: McpEndpointOptions) {
    this.#options = options;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const client = this.#options.tokens.find(bearerToken(request.headers.authorization));
    if (client === undefined) {
      refuse(response, 401, "a known bearer token is needed", {
        "www-authenticate": 'Bearer error="invalid_token"',
      });
      return;
    }
    if (request.method !== "POST") {
      // Stateless: there is no stream to open with GET and no session to end with DELETE.
      refuse(response, 405, "only POST is answered here", { allow: "POST" });
      return;
    }
    if (this.#options.failing()) {
      refuse(response, 500, "internal error", {}, ErrorCode.InternalError);
      return;
    }
    const body = parseJson(await readBody(request));
    if (body === undefined) {
      refuse(response, 400, "the body is not JSON", {}, ErrorCode.ParseError);
      return;
    }
    const message = messageSchema.safeParse(body);
    if (Array.isArray(body) || !message.success) {
      refuse(response, 400, "the body is not one JSON-RPC message", {}, ErrorCode.InvalidRequest);
      return;
    }
    const { method, params } = message.data;
    const tool = method === "tools/call" ? (params?.name ?? "") : undefined;
    if (tool !== undefined && !(await this.#admit(client, tool, response))) return;
    await this.#answer(request, response, body, method ?? "", tool);
  }

  /** Answers 403 or 429 where the client may not call the tool, or not now. */
  async #admit(client: Client, name: string, response: ServerResponse): Promise<boolean> {
    const tool = this.#options.tools.find((one) => one.name === name);
    if (tool?.scope === "write" && client.scope !== "write") {
      const challenge = 'Bearer error="insufficient_scope", scope="write"';
      refuse(response, 403, `${tool.name} needs the scope write`, { "www-authenticate": challenge });
      return false;
    }
    const rejection = await this.#options.rateLimiter.check(
      client.clientId,
      tool === undefined ? "other" : name,
    );
    this.#options.metrics.rateLimit(client.clientId, name, rejection?.limitType);
    if (rejection === undefined) return true;
    refuse(response, 429, `too many calls (${rejection.limitType})`, {
      "retry-after": String(rejection.retryAfterSeconds),
    });
    return false;
  }

  async #answer(
    request: IncomingMessage,
    response: ServerResponse,
    body: unknown,
    method: string,
    tool: string | undefined,
  ): Promise<void> {
    const start = performance.now();
    const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
    const mcp = this.#options.createServer();
    // Every answer passes here, whether a result, a failed tool or a JSON-RPC error.
    const send = transport.send.bind(transport);
    transport.send = (message, options) => {
      const seconds = (performance.now() - start) / 1000;
      const errorType = errorTypeOf(message);
      this.#options.metrics.operation({
        method,
        seconds,
        ...(tool !== undefined && { tool }),
        ...(errorType !== undefined && { errorType }),
      });
      return send(message, options);
    };
    response.once("close", () => {
      void mcp.close();
    });
    await mcp.connect(transport);
    await transport.handleRequest(request, response, body);
  }
}

/** What an answer says went wrong: `tool_error`, a JSON-RPC code, or nothing. */
export function errorTypeOf(message: JSONRPCMessage): string | undefined {
  if ("error" in message) return String(message.error.code);
  return "result" in message && message.result["isError"] === true ? "tool_error" : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refuse(
  response: ServerResponse,
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
  code = -32_000,
): void {
  sendJson(response, status, { jsonrpc: "2.0", error: { code, message }, id: null }, headers);
}
