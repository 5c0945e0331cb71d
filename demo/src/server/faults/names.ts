/** Everything that can be broken on purpose, and what one then sees. */
export const faultDescriptions = {
  "slow-tools": "every tool call takes three to six seconds longer",
  errors: "every second MCP request is answered with HTTP 500",
  "tool-errors": "every second tool call fails inside a healthy HTTP 200 (isError)",
  "pool-exhaustion": "every connection of the database pool is held, so tools wait and fail",
  deadlocks: "two transactions deadlock in PostgreSQL every two seconds",
  "slow-queries": "three transactions run for minutes in PostgreSQL, in statements of more than a second",
  "connection-leak": "nine tenths of the connections that PostgreSQL allows are held",
  "database-growth": "a table grows by a megabyte a second, up to 200 MB",
  "redis-filled": "Redis is filled to 95 % of its memory",
  "redis-connection-flood": "every few seconds connections are opened until Redis refuses them",
  "failing-health-checks": "every health check reports a failure, /health answers 503",
  "bad-credentials": "the load generator also sends unknown tokens (401) and tokens without the scope (403)",
  "rate-limit-storm": "the load generator also calls one tool far above its limit (429)",
  "retry-storm": "the load generator calls one tool over and over, which fails each time",
  "unknown-tools": "the load generator also calls tools that do not exist",
  "busy-clients": "the load generator calls six times a second, without quiet minutes",
  "integration-down": "the CRM integration answers 503 to everything",
} as const;

/** The name of a fault. */
export type FaultName = keyof typeof faultDescriptions;

/** Every fault's name. */
export const faultNames = Object.keys(faultDescriptions) as readonly FaultName[];

/** Whether a text names a fault. */
export function isFaultName(text: string): text is FaultName {
  return Object.hasOwn(faultDescriptions, text);
}
