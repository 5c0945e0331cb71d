import type { z } from "zod";
import type { Cache } from "../cache.ts";
import type { Integrations } from "../integrations-client.ts";
import type { CustomerStore } from "../store.ts";
import type { Scope } from "../tokens.ts";
import { ToolError } from "./tool-error.ts";

/** What a tool works with. */
export interface ToolContext {
  readonly store: CustomerStore;
  readonly cache: Cache;
  readonly integrations: Integrations;
}

/** A tool: a row in the list of tools. */
export interface Tool {
  readonly name: string;
  readonly description: string;
  readonly scope: Scope;
  readonly input: z.ZodType;
  /** Gets arguments that the input schema has accepted. */
  run(args: unknown, context: ToolContext): Promise<unknown>;
}

/** Ties a tool's arguments to its input schema. */
export function defineTool<T extends z.ZodType>(tool: {
  readonly name: string;
  readonly description: string;
  readonly scope: Scope;
  readonly input: T;
  readonly run: (args: z.output<T>, context: ToolContext) => Promise<unknown>;
}): Tool {
  return { ...tool, run: (args, context) => tool.run(args as z.output<T>, context) };
}

/** What a tool says about an id that no customer has. */
export function noSuchCustomer(id: string): ToolError {
  return new ToolError(`there is no customer ${id}; list_at_risk_customers names some`);
}
