import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import {
  CallToolRequestSchema,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
  type CallToolResult,
  type ListToolsResult,
} from "@modelcontextprotocol/sdk/types.js";
import { AjvJsonSchemaValidator } from "@modelcontextprotocol/sdk/validation/ajv";
import { z } from "zod";
import { reason, type Log } from "../runtime/log.ts";
import { ToolError } from "./tools/tool-error.ts";
import type { Tool, ToolContext } from "./tools/tool.ts";

/** What is done before a tool runs; faults delay or fail a call here. */
export type BeforeTool = (tool: string) => Promise<void>;

// One for all: a server is made for every request, and a validator takes longer than the server.
const jsonSchemaValidator = new AjvJsonSchemaValidator();

/** Makes the server that answers one request; the transport is stateless, so a restart loses no session. */
export function createMcpServer(
  tools: readonly Tool[],
  context: ToolContext,
  before: BeforeTool,
  log: Log,
): McpServer {
  const mcp = new McpServer(
    { name: "customer-success", version: "1.0.0" },
    { capabilities: { tools: {} }, jsonSchemaValidator },
  );
  // The handlers are set below McpServer's own, which answers an unknown tool inside a healthy result.
  mcp.server.setRequestHandler(ListToolsRequestSchema, () => listTools(tools));
  mcp.server.setRequestHandler(CallToolRequestSchema, async ({ params }) => {
    const tool = tools.find(({ name }) => name === params.name);
    if (tool === undefined) throw new McpError(ErrorCode.InvalidParams, `there is no tool ${params.name}`);
    try {
      await before(tool.name);
      return textResult(await tool.run(parseArguments(tool, params.arguments), context));
    } catch (error) {
      if (error instanceof McpError) throw error;
      if (error instanceof ToolError) return { ...textResult({ error: error.message }), isError: true };
      log("tool failed", { tool: tool.name, error: reason(error) });
      throw new McpError(ErrorCode.InternalError, "internal error");
    }
  });
  return mcp;
}

function listTools(tools: readonly Tool[]): ListToolsResult {
  return {
    tools: tools.map(({ name, description, input, scope }) => ({
      name,
      description,
      inputSchema: z.toJSONSchema(input, { io: "input" }) as ListToolsResult["tools"][number]["inputSchema"],
      annotations: { readOnlyHint: scope === "read" },
    })),
  };
}

function parseArguments(tool: Tool, args: unknown): unknown {
  const result = tool.input.safeParse(args ?? {});
  if (result.success) return result.data;
  throw new McpError(ErrorCode.InvalidParams, `${tool.name}: ${z.prettifyError(result.error)}`);
}

function textResult(value: unknown): CallToolResult {
  return { content: [{ type: "text", text: JSON.stringify(value) }] };
}
