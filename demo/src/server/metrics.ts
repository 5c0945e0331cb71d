import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import { httpMethodLabel, mcpMethodLabel, pathLabel, toolLabel } from "./labels.ts";
import type { PoolState } from "./pool.ts";

/** How a tool call ended: `tool_error` is a failure inside a healthy answer (isError), `error` a JSON-RPC error. */
export type ToolStatus = "success" | "tool_error" | "error";

/** Which of a client's limits was hit. */
export type LimitType = "burst" | "sustained";

/** One MCP operation, as it was answered. */
export interface Operation {
  readonly method: string;
  readonly tool?: string;
  readonly seconds: number;
  /** `tool_error`, or the JSON-RPC code; nothing when it succeeded. */
  readonly errorType?: string;
}

/** What the metrics know beforehand, so that every counter exists, at 0, from the first scrape. */
export interface KnownLabels {
  readonly tools: readonly string[];
  readonly clients: readonly string[];
  readonly pool: () => PoolState;
  readonly otel: boolean;
}

const httpBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
// https://github.com/open-telemetry/semantic-conventions-genai/blob/main/docs/gen-ai/mcp.md
const otelBuckets = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300];
const limitTypes: readonly LimitType[] = ["burst", "sustained"];

/** The server's metrics; every method bounds its labels. */
export class Metrics {
  readonly registry = new Registry();
  readonly #known: KnownLabels;
  readonly #requests = new Counter({
    name: "http_requests_total",
    help: "HTTP requests answered",
    labelNames: ["method", "path", "status"],
    registers: [this.registry],
  });
  readonly #requestSeconds = new Histogram({
    name: "http_request_duration_seconds",
    help: "Time to answer an HTTP request",
    labelNames: ["method", "path"],
    buckets: httpBuckets,
    registers: [this.registry],
  });
  readonly #checks = new Counter({
    name: "rate_limit_checks_total",
    help: "Tool calls held against the client's limits",
    labelNames: ["client_id", "tool_name"],
    registers: [this.registry],
  });
  readonly #rejections = new Counter({
    name: "rate_limit_rejections_total",
    help: "Tool calls refused because a limit was reached",
    labelNames: ["client_id", "tool_name", "limit_type"],
    registers: [this.registry],
  });
  readonly #healthStatus = new Gauge({
    name: "health_check_status",
    help: "1 when the last health check succeeded, else 0",
    labelNames: ["check_type"],
    registers: [this.registry],
  });
  readonly #healthMs = new Gauge({
    name: "health_check_response_time_ms",
    help: "Duration of the last health check in milliseconds",
    labelNames: ["check_type"],
    registers: [this.registry],
  });
  readonly #executions = new Counter({
    name: "mcp_tool_executions_total",
    help: "Tool calls by how they ended",
    labelNames: ["tool_name", "status"],
    registers: [this.registry],
  });
  readonly #toolSeconds = new Histogram({
    name: "mcp_tool_duration_seconds",
    help: "Duration of a tool call",
    labelNames: ["tool_name"],
    buckets: httpBuckets,
    registers: [this.registry],
  });
  readonly #otelSeconds: Histogram | undefined;

  constructor(known: KnownLabels) {
    this.#known = known;
    collectDefaultMetrics({ register: this.registry });
    this.#exposePool(known.pool);
    this.#otelSeconds = known.otel ? this.#createOtel() : undefined;
    this.#startAtZero();
  }

  httpRequest(method: string, path: string, status: number, seconds: number): void {
    const labels = { method: httpMethodLabel(method), path: pathLabel(path) };
    this.#requests.inc({ ...labels, status: String(status) });
    this.#requestSeconds.observe(labels, seconds);
  }

  rateLimit(client: string, tool: string, rejected: LimitType | undefined): void {
    const labels = { client_id: client, tool_name: toolLabel(this.#known.tools, tool) };
    this.#checks.inc(labels);
    if (rejected !== undefined) this.#rejections.inc({ ...labels, limit_type: rejected });
  }

  healthCheck(check: string, healthy: boolean, milliseconds: number): void {
    this.#healthStatus.set({ check_type: check }, healthy ? 1 : 0);
    this.#healthMs.set({ check_type: check }, milliseconds);
  }

  operation({ method, tool, seconds, errorType }: Operation): void {
    const toolName = tool === undefined ? undefined : toolLabel(this.#known.tools, tool);
    if (toolName !== undefined) {
      this.#executions.inc({ tool_name: toolName, status: toolStatus(errorType) });
      this.#toolSeconds.observe({ tool_name: toolName }, seconds);
    }
    this.#otelSeconds?.observe(
      {
        mcp_method_name: mcpMethodLabel(method),
        ...(toolName !== undefined && { gen_ai_tool_name: toolName }),
        ...(errorType !== undefined && { error_type: errorType }),
      },
      seconds,
    );
  }

  #exposePool(pool: () => PoolState): void {
    new Gauge({
      name: "database_connection_pool_size",
      help: "Connections that the pool may open",
      registers: [this.registry],
      collect() {
        this.set(pool().size);
      },
    });
    new Gauge({
      name: "database_connection_pool_active",
      help: "Connections of the pool that are in use",
      registers: [this.registry],
      collect() {
        this.set(pool().active);
      },
    });
  }

  #createOtel(): Histogram {
    // Node's exporter adds no unit suffix: https://github.com/open-telemetry/opentelemetry-js/issues/3466
    return new Histogram({
      name: "mcp_server_operation_duration",
      help: "Duration of an MCP request as seen by the server, in seconds",
      labelNames: ["mcp_method_name", "gen_ai_tool_name", "error_type"],
      buckets: otelBuckets,
      registers: [this.registry],
    });
  }

  #startAtZero(): void {
    const { tools, clients } = this.#known;
    for (const status of ["200", "202", "400", "401", "403", "405", "429", "500"]) {
      this.#requests.inc({ method: "POST", path: "/mcp", status }, 0);
    }
    for (const status of ["200", "503"]) this.#requests.inc({ method: "GET", path: "/health", status }, 0);
    this.#requests.inc({ method: "GET", path: "/metrics", status: "200" }, 0);
    this.#requestSeconds.zero({ method: "POST", path: "/mcp" });
    for (const tool of tools) {
      for (const status of ["success", "tool_error", "error"] satisfies ToolStatus[]) {
        this.#executions.inc({ tool_name: tool, status }, 0);
      }
      this.#toolSeconds.zero({ tool_name: tool });
      this.#otelSeconds?.zero({ mcp_method_name: "tools/call", gen_ai_tool_name: tool });
      for (const client of clients) {
        this.#checks.inc({ client_id: client, tool_name: tool }, 0);
        for (const limit of limitTypes) {
          this.#rejections.inc({ client_id: client, tool_name: tool, limit_type: limit }, 0);
        }
      }
    }
  }
}

function toolStatus(errorType: string | undefined): ToolStatus {
  if (errorType === undefined) return "success";
  return errorType === "tool_error" ? "tool_error" : "error";
}
