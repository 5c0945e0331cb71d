import type { DrilledFault, FaultAction } from "../fault-action.ts";
import { demoFault } from "./demo.ts";
import { stopped } from "./stopped.ts";

// One switch for both: whatever a tool takes longer, so does the answer.
const slowTools = demoFault("slow-tools", {
  says: "every tool call takes three to six seconds longer",
  looksAt: ["server", "latency"],
  changes: ["latency", "traffic"],
  onsetSeconds: 15,
});

/** Faults of the MCP server and of those who call it. */
export const serverFaults = {
  "server-stopped": stopped("server", {
    looksAt: ["server"],
    changes: [
      ...(["server", "http errors", "latency", "tool results", "traffic", "access"] as const),
      ...(["rate limits", "unknown tools", "health checks", "pool"] as const),
    ],
    onsetSeconds: 5,
  }),
  "health-check-failing": demoFault("failing-health-checks", {
    says: "every health check reports a failure",
    looksAt: ["server", "database", "redis", "integrations", "health checks"],
    changes: ["health checks"],
    // Checks run every five seconds, and the last success counts for thirty.
    onsetSeconds: 37,
  }),
  "pool-exhausted": demoFault("pool-exhaustion", {
    says: "every connection of the server's pool is held",
    looksAt: ["server", "database", "pool"],
    changes: ["pool", "tool results", "latency", "traffic"],
    onsetSeconds: 10,
  }),
  "http-errors": demoFault("errors", {
    says: "every second MCP request is answered with HTTP 500",
    looksAt: ["server", "http errors"],
    changes: ["http errors", "traffic"],
    onsetSeconds: 15,
  }),
  "http-slow": slowTools,
  "tool-slow": slowTools,
  "tool-errors": demoFault("tool-errors", {
    says: "every second tool call fails inside a healthy HTTP 200",
    looksAt: ["server", "tool results"],
    changes: ["tool results"],
    onsetSeconds: 15,
  }),
  "retry-storm": demoFault("retry-storm", {
    says: "clients call one tool over and over, which fails each time",
    about: "sync_crm_account",
    looksAt: ["server", "traffic", "tool results"],
    changes: ["traffic", "tool results"],
    onsetSeconds: 15,
    // What it compares with is 40 s to 280 s old.
    historySeconds: 160,
  }),
  "label-flood": demoFault("unknown-tools", {
    says: "clients call tools that do not exist, each by another name",
    looksAt: ["server", "unknown tools"],
    changes: ["unknown tools"],
    onsetSeconds: 15,
  }),
  "bad-credentials": demoFault("bad-credentials", {
    says: "clients send unknown tokens, and tokens without the scope",
    looksAt: ["server", "access"],
    changes: ["access"],
    onsetSeconds: 15,
  }),
  "rate-limit": demoFault("rate-limit-storm", {
    says: "a client calls one tool far above its limit",
    looksAt: ["server", "redis", "rate limits"],
    changes: ["rate limits", "traffic", "latency"],
    onsetSeconds: 15,
  }),
  "integration-blocked": demoFault("integration-down", {
    says: "the CRM answers 503 to everything",
    looksAt: ["server", "integrations"],
    changes: ["integrations", "health checks", "tool results"],
    onsetSeconds: 10,
  }),
} as const satisfies Partial<Record<DrilledFault, FaultAction>>;
