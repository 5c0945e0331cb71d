import { httpRequestDuration, httpRequests } from "../exporters/mcp-server.ts";
import { buckets } from "../metric.ts";
import { promql, where, type Promql } from "../promql.ts";
import { recording } from "../recording.ts";

// Prometheus and health probes ask all the time: among them, clients' requests would look healthier than they are.
const byClients = 'path!~"/(health|ready|live)z?|/metrics"';

function requestRate(status?: string): Promql {
  const matchers = status === undefined ? byClients : `${byClients}, status=~"${status}"`;
  return promql`sum by (service) (rate(${httpRequests}{${matchers}}[5m]))`;
}

/** Clients' HTTP requests per second of each service, without probes and scrapes. */
export const httpRequestRate = recording("service:http_requests:rate5m", [], requestRate());

/** Clients' HTTP requests per second that were answered with 5xx; 0, not nothing, before the first one. */
export const httpErrorRate = recording(
  "service:http_errors:rate5m",
  [],
  promql`${requestRate("5..")} or ${httpRequestRate} * 0`,
);

/** Share of clients' HTTP requests answered with 5xx. No traffic gives no value rather than a false 0. */
export const httpErrorRatio = recording(
  "service:http_errors:ratio_rate5m",
  [],
  promql`${httpErrorRate} / (${httpRequestRate} > 0)`,
);

/** HTTP requests per second by status, probes and scrapes included. */
export const httpStatusRate = recording(
  "service_status:http_requests:rate5m",
  ["status"],
  promql`sum by (service, status) (rate(${httpRequests}[5m])) > 0`,
);

/** HTTP requests per second that were refused because of who asked: 401 and 403. */
export const httpUnauthorizedRate = recording(
  "service:http_unauthorized_requests:rate5m",
  [],
  requestRate("401|403"),
);

/** Clients' HTTP requests per second that took at most `le` seconds. */
export const httpDurationBucketRate = recording(
  "service_le:http_request_duration_seconds_bucket:rate5m",
  ["le"],
  promql`sum by (service, le) (rate(${buckets(httpRequestDuration)}{${byClients}}[5m]))`,
);

/** 95th percentile of the time of a client's HTTP request in seconds; no value without requests. */
export const httpDurationP95 = recording(
  "service:http_request_duration_seconds:p95_rate5m",
  [],
  promql`histogram_quantile(0.95, ${httpDurationBucketRate}) and on (service) ${where(httpDurationBucketRate, { le: "+Inf" })} > 0`,
);

/** In the order in which they are evaluated. */
export const mcpHttpRecordings = [
  httpRequestRate,
  httpErrorRate,
  httpErrorRatio,
  httpStatusRate,
  httpDurationBucketRate,
  httpDurationP95,
];
