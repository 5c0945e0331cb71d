import { otelGoDuration, otelNodeDuration } from "../exporters/mcp-otel.ts";
import {
  rateLimitChecks,
  rateLimitRejections,
  toolDuration,
  toolExecutions,
} from "../exporters/mcp-server.ts";
import { buckets, observations, type Metric } from "../metric.ts";
import { promql, quote, where, type Promql } from "../promql.ts";
import { recording, type Recording } from "../recording.ts";

/** How a tool call ended: `tool_error` travels inside a healthy answer (isError), `protocol_error` is JSON-RPC's. */
export const toolOutcomes = ["success", "tool_error", "protocol_error"] as const;

/** What dialects are normalised to; names and labels are the same whatever the list of tools. */
export interface CanonicalRecordings {
  /** Tool calls per second by tool and outcome. */
  readonly toolCallRate: Recording<"tool" | "outcome">;
  /** Tool calls per second by tool that took at most `le` seconds. */
  readonly toolDurationBucketRate: Recording<"tool" | "le">;
  /** Calls per second by tool that were held against a rate limit. */
  readonly rateLimitCheckRate: Recording<"tool">;
  /** Calls per second by tool that a rate limit refused. */
  readonly rateLimitRejectionRate: Recording<"tool">;
  /** Calls of the last five minutes by client and tool that were held against a rate limit. */
  readonly clientCalls: Recording<"client_id" | "tool">;
}

/**
 * Whatever dialect an MCP server speaks, one set of series that alerts and dashboards read.
 * Where a server speaks two, one of them counts: `or on (service)` takes the later only for services that the
 * earlier does not have.
 * @param tools names that stay as they are, while any other becomes `other`; without any, all names pass
 */
export function canonicalRecordings(tools: readonly string[] = []): CanonicalRecordings {
  const dialects = [seed(tools), otel(otelNodeDuration, tools), otel(otelGoDuration, tools)] as const;
  const one = ([first, second, third]: readonly [Promql, Promql, Promql]): Promql =>
    promql`${first} or on (service) ${second} or on (service) ${third}`;
  const [a, b, c] = dialects;
  return {
    toolCallRate: recording(
      "service_tool_outcome:mcp_tool_calls:rate5m",
      ["tool", "outcome"],
      one([a.calls, b.calls, c.calls]),
    ),
    toolDurationBucketRate: recording(
      "service_tool_le:mcp_tool_duration_seconds_bucket:rate5m",
      ["tool", "le"],
      one([a.durations, b.durations, c.durations]),
    ),
    rateLimitCheckRate: recording(
      "service_tool:rate_limit_checks:rate5m",
      ["tool"],
      promql`sum by (service, tool) (${named(rate(rateLimitChecks), "tool_name", tools)})`,
    ),
    rateLimitRejectionRate: recording(
      "service_tool:rate_limit_rejections:rate5m",
      ["tool"],
      promql`sum by (service, tool) (${named(rate(rateLimitRejections), "tool_name", tools)})`,
    ),
    clientCalls: recording(
      "service_client_id_tool:rate_limit_checks:increase5m",
      ["client_id", "tool"],
      promql`sum by (service, client_id, tool) (${named(promql`increase(${rateLimitChecks}[5m])`, "tool_name", tools)})`,
    ),
  };
}

/** With every name; for what reads them, the list makes no difference. */
export const {
  toolCallRate,
  toolDurationBucketRate,
  rateLimitCheckRate,
  rateLimitRejectionRate,
  clientCalls,
} = canonicalRecordings();

interface Dialect {
  /** By service, tool and outcome. */
  readonly calls: Promql;
  /** By service, tool and le. */
  readonly durations: Promql;
}

function seed(tools: readonly string[]): Dialect {
  const known = relabelled(
    constant(rate(toolExecutions), "outcome", "protocol_error"),
    "outcome",
    "status",
    "(success|tool_error)",
  );
  return {
    calls: promql`sum by (service, tool, outcome) (${named(known, "tool_name", tools)})`,
    durations: promql`sum by (service, tool, le) (${named(rate(buckets(toolDuration)), "tool_name", tools)})`,
  };
}

/** Of OpenTelemetry's histogram only `tools/call` is a tool call; listing and initialising are in it, too. */
function otel(duration: typeof otelNodeDuration, tools: readonly string[]): Dialect {
  const calls = rate(where(observations(duration), { mcp_method_name: "tools/call" }));
  const durations = rate(where(buckets(duration), { mcp_method_name: "tools/call" }));
  const failed = relabelled(
    constant(calls, "outcome", "protocol_error"),
    "outcome",
    "error_type",
    "(tool_error)",
  );
  const known = promql`label_replace(${failed}, "outcome", "success", "error_type", "")`;
  return {
    calls: promql`sum by (service, tool, outcome) (${named(known, "gen_ai_tool_name", tools)})`,
    durations: promql`sum by (service, tool, le) (${named(durations, "gen_ai_tool_name", tools)})`,
  };
}

/** Rates come before sums: a sum over counters falls when one of them restarts. */
function rate(counter: Metric | Promql): Promql {
  return promql`rate(${counter}[5m])`;
}

/** A server that does not say which tool was called is no scanner: its calls are `unnamed`. */
function named(rates: Promql, label: string, tools: readonly string[]): Promql {
  const some = tools.length === 0 ? relabelled(rates, "tool", label, "(.+)") : bounded(rates, label, tools);
  return promql`label_replace(${some}, "tool", "unnamed", ${quote(label)}, "")`;
}

/** Names come from clients. RE2 cannot say "none of these", so that first all become `other`, then some their own. */
function bounded(rates: Promql, label: string, tools: readonly string[]): Promql {
  return relabelled(constant(rates, "tool", "other"), "tool", label, `(${tools.map(escaped).join("|")})`);
}

function constant(rates: Promql, label: string, value: string): Promql {
  return promql`label_replace(${rates}, ${quote(label)}, ${quote(value)}, "", "")`;
}

function relabelled(rates: Promql, label: string, from: string, pattern: string): Promql {
  return promql`label_replace(${rates}, ${quote(label)}, "$1", ${quote(from)}, ${quote(pattern)})`;
}

function escaped(name: string): string {
  return name.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
