import { counter, gauge, histogram } from "../metric.ts";

/** HTTP requests by outcome. Blind to tool errors, which travel over HTTP 200. */
export const httpRequests = counter("http_requests_total", ["method", "path", "status"], "HTTP requests");
/** Time to answer an HTTP request, in seconds. */
export const httpRequestDuration = histogram(
  "http_request_duration_seconds",
  ["method", "path"],
  "time to answer an HTTP request in seconds",
);
/** Rate-limit decisions. */
export const rateLimitChecks = counter(
  "rate_limit_checks_total",
  ["client_id", "tool_name"],
  "rate-limit checks",
);
/** Calls that a rate limit refused. */
export const rateLimitRejections = counter(
  "rate_limit_rejections_total",
  ["client_id", "tool_name", "limit_type"],
  "calls refused by a rate limit",
);
/** The server's own view of what it depends on. */
export const healthCheckStatus = gauge("health_check_status", ["check_type"], "1 healthy, 0 not");
/** How long a health check took, in milliseconds (the name is given; seconds would be the convention). */
export const healthCheckResponseTime = gauge(
  "health_check_response_time_ms",
  ["check_type"],
  "duration of the last health check in milliseconds",
);
/** Connections that the pool may open. */
export const poolSize = gauge("database_connection_pool_size", [], "connections that the pool may open");
/** Connections in use. */
export const poolActive = gauge("database_connection_pool_active", [], "connections of the pool in use");
/** Tool calls by outcome, errors over HTTP 200 included. */
export const toolExecutions = counter("mcp_tool_executions_total", ["tool_name", "status"], "MCP tool calls");
/** Time of a tool call, in seconds. */
export const toolDuration = histogram(
  "mcp_tool_duration_seconds",
  ["tool_name"],
  "time of an MCP tool call in seconds",
);

/** What the Customer Success MCP server exposes at /metrics. */
export const mcpServerMetrics = [
  httpRequests,
  httpRequestDuration,
  rateLimitChecks,
  rateLimitRejections,
  healthCheckStatus,
  healthCheckResponseTime,
  poolSize,
  poolActive,
  toolExecutions,
  toolDuration,
];
