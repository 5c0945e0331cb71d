import { z } from "zod";
import { file, httpUrl } from "../config/values.ts";

/** The settings of the role `load`. */
export const loadConfigSchema = z.strictObject({
  /** The MCP endpoint, for example `http://mcp-server:3001/mcp`. */
  serverUrl: httpUrl,
  /** The fault switch, for example `http://mcp-server:3002`; without it no faults are honoured. */
  adminUrl: httpUrl.optional(),
  /** The server's tokens file: the generator acts as each of its clients. */
  tokensFile: file,
  /** The mean over busy and quiet minutes. @default 2 */
  requestsPerSecond: z.number().positive().max(200).default(2),
  /** The same seed gives the same traffic. @default 1 */
  seed: z.int().min(0).default(1),
});

/** The settings of the role `load`, as written. */
export type LoadConfig = z.input<typeof loadConfigSchema>;

/** The settings of the role `load`, with every default filled in. */
export type ResolvedLoadConfig = z.output<typeof loadConfigSchema>;
