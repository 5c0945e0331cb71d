import { z } from "zod";
import { bindHost, file, httpUrl, port } from "../config/values.ts";

/** The metric names that the server speaks; `seed` are the product's own, `otel` OpenTelemetry's. */
export const dialects = ["seed", "otel"] as const;

const limit = (requests: number, seconds: number) =>
  z
    .strictObject({ requests: z.int().min(1).default(requests), seconds: z.int().min(1).default(seconds) })
    .prefault({});

/** The settings of the role `server`. */
export const serverConfigSchema = z.strictObject({
  host: bindHost,
  /** Serves /mcp, /metrics and /health. @default 3001 */
  port: port.default(3001),
  /** Serves the fault switch; publish it on loopback only. @default 3002 */
  adminPort: port.default(3002),
  /** JSON: `{ "<token>": { "clientId": "...", "scope": "read" | "write" } }`. */
  tokensFile: file,
  postgres: z.strictObject({
    host: z.string().min(1),
    port: port.default(5432),
    database: z.string().min(1),
    user: z.string().min(1),
    passwordFile: file,
    /** @default 10 */
    poolSize: z.int().min(1).max(100).default(10),
  }),
  redis: z.strictObject({
    host: z.string().min(1),
    port: port.default(6379),
    /** Without it, Redis is used without a password. */
    passwordFile: file.optional(),
  }),
  integrations: z.strictObject({ crmUrl: httpUrl, ticketingUrl: httpUrl }),
  /** @default ["seed"] */
  dialect: z.array(z.enum(dialects)).min(1).default(["seed"]),
  /** Per client and tool. @default burst: 30 in 10 s, sustained: 120 in 60 s */
  rateLimit: z.strictObject({ burst: limit(30, 10), sustained: limit(120, 60) }).prefault({}),
  /** @default 5 */
  healthIntervalSeconds: z.int().min(1).max(300).default(5),
});

/** The settings of the role `server`, as written. */
export type ServerConfig = z.input<typeof serverConfigSchema>;

/** The settings of the role `server`, with every default filled in. */
export type ResolvedServerConfig = z.output<typeof serverConfigSchema>;
