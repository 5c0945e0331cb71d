import type { Courses } from "./courses.ts";
import { badRelease, business, chance, crmHangs, share, wander } from "./time.ts";

/** Calls per second of each tool at the busiest time, and how long one usually takes in seconds. */
const tools: Readonly<Record<string, { readonly calls: number; readonly takes: number }>> = {
  get_customer_health: { calls: 0.9, takes: 0.018 },
  list_at_risk_customers: { calls: 0.5, takes: 0.06 },
  get_usage_trend: { calls: 0.45, takes: 0.035 },
  log_interaction: { calls: 0.2, takes: 0.012 },
  create_ticket: { calls: 0.09, takes: 0.16 },
  sync_crm_account: { calls: 0.14, takes: 0.22 },
};

/** Which part of all calls each client makes. */
const clients: Readonly<Record<string, number>> = {
  "support-console": 0.46,
  "success-manager": 0.31,
  "exec-dashboard": 0.14,
  "nightly-report": 0.09,
  "monitoring-probe": 0,
};

const text = (labels: Readonly<Record<string, string>>, label: string): string => labels[label] ?? "";

function calls(tool: string, at: number): number {
  return (tools[tool]?.calls ?? 0) * business(at) * wander(`calls ${tool}`, at, 0.25, 400);
}

/** Which part of a tool's calls fails: few, unless the CRM hangs. */
function failing(tool: string, at: number): number {
  const usual = 0.003 * wander(`failing ${tool}`, at, 0.9, 1800);
  const crm = tool === "sync_crm_account" ? 0.8 : tool === "create_ticket" ? 0.12 : 0;
  return Math.min(1, usual + crm * share(crmHangs, at));
}

/** Requests per second to /mcp: every call, and what opens and closes sessions. */
function requests(at: number): number {
  return 1.25 * Object.keys(tools).reduce((sum, tool) => sum + calls(tool, at), 0);
}

const refused: Readonly<Record<string, number>> = { "401": 0.002, "429": 0.001, "400": 0.0008, "202": 0.08 };

function statusShare(status: string, at: number): number {
  const failed = 0.0004 * wander("5xx", at, 0.9, 2400) + 0.09 * share(badRelease, at);
  if (status === "500") return failed;
  const other = refused[status];
  if (other !== undefined) return other * wander(`status ${status}`, at, 0.5, 1800);
  return status === "200" ? 1 - failed - 0.084 : 0;
}

/** Which part of what usually takes `typical` seconds has taken at most `bound`; a few take much longer. */
function within(bound: number, typical: number, hanging: number): number {
  if (bound === Infinity) return 1;
  const spread = 0.55;
  const logistic = 1 / (1 + Math.exp((-1.7 * Math.log(bound / typical)) / spread));
  const hung = bound >= 10 ? 1 : bound >= 5 ? 0.35 : 0;
  return logistic * (1 - hanging) + hung * hanging;
}

const boundOf = (labels: Readonly<Record<string, string>>): number => {
  const le = text(labels, "le");
  return le === "+Inf" ? Infinity : Number(le);
};

const slowdown = (at: number): number =>
  (1 + 0.6 * business(at)) * wander("speed", at, 0.15, 900) * (1 + 2.5 * share(badRelease, at));

/** The MCP server, its clients and what it depends on. */
export const serverCourses: Courses = {
  http_requests_total: (at, { labels }) =>
    text(labels, "path") === "/mcp" && text(labels, "method") === "POST"
      ? requests(at) * statusShare(text(labels, "status"), at)
      : text(labels, "path") === "/metrics"
        ? 0.2
        : 0,
  http_request_duration_seconds_bucket: (at, { labels }) =>
    text(labels, "path") === "/mcp" && text(labels, "method") === "POST"
      ? requests(at) * within(boundOf(labels), 0.028 * slowdown(at), 0.045 * share(crmHangs, at))
      : 0,
  mcp_tool_executions_total: (at, { labels }) => {
    const tool = text(labels, "tool_name");
    const failed = failing(tool, at);
    const parts: Readonly<Record<string, number>> = {
      success: 1 - failed - 0.0015,
      tool_error: failed,
      error: 0.0015,
    };
    return calls(tool, at) * (parts[text(labels, "status")] ?? 0);
  },
  mcp_tool_duration_seconds_bucket: (at, { labels }) => {
    const tool = text(labels, "tool_name");
    const hanging = tool === "sync_crm_account" ? 0.8 : tool === "create_ticket" ? 0.1 : 0;
    const typical = (tools[tool]?.takes ?? 0.05) * slowdown(at);
    return calls(tool, at) * within(boundOf(labels), typical, hanging * share(crmHangs, at));
  },
  rate_limit_checks_total: (at, { labels }) =>
    calls(text(labels, "tool_name"), at) * (clients[text(labels, "client_id")] ?? 0),
  rate_limit_rejections_total: (at, { labels }) =>
    text(labels, "limit_type") === "burst" && text(labels, "client_id") === "nightly-report"
      ? 0.02 * calls(text(labels, "tool_name"), at) * (wander("limit", at, 1, 1500) > 1.4 ? 1 : 0)
      : 0,
  health_check_status: (at, { labels }) =>
    text(labels, "check_type") === "crm" && share(crmHangs, at) > 0 ? 0 : 1,
  health_check_response_time_ms: (at, { labels }) => {
    const type = text(labels, "check_type");
    const usual: Readonly<Record<string, number>> = { database: 4, redis: 1.2, crm: 92, ticketing: 61 };
    const hangs = type === "crm" ? share(crmHangs, at) : 0;
    return (usual[type] ?? 50) * wander(`check ${type}`, at, 0.25, 300) + 3000 * hangs;
  },
  database_connection_pool_active: (at) =>
    Math.round(4.2 * business(at) * wander("pool", at, 0.5, 240) + 2.5 * share(crmHangs, at)),
  probe_success: (at, { labels }) => (text(labels, "service") === "crm" && share(crmHangs, at) > 0 ? 0 : 1),
  probe_duration_seconds: (at, { labels }) => probeSeconds(text(labels, "service"), at),
  probe_http_duration_seconds: (at, { labels }) => {
    const service = text(labels, "service");
    const parts: Readonly<Record<string, number>> = {
      resolve: 0.0012,
      connect: 0.0009,
      transfer: 0.0004,
      tls: 0,
    };
    const phase = text(labels, "phase");
    const rest = probeSeconds(service, at) - 0.0025;
    const part = parts[phase];
    return part === undefined ? rest : part * wander(`${service} ${phase}`, at, 0.4, 300);
  },
  probe_http_status_code: (at, { labels }) =>
    text(labels, "service") === "crm" && share(crmHangs, at) > 0 ? 0 : 200,
};

/** Seconds that a probe takes; one that hangs is given up after five. */
function probeSeconds(service: string, at: number): number {
  const usual = 0.004 + 0.09 * chance(`probe ${service}`);
  const hangs = service === "crm" ? share(crmHangs, at) : 0;
  return usual * (1 + 0.5 * business(at)) * wander(`probe ${service}`, at, 0.3, 300) + 5 * hangs;
}
