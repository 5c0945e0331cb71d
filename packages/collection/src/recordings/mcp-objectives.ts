import { up } from "../exporters/scrape.ts";
import { promql, where } from "../promql.ts";
import { recording } from "../recording.ts";
import { httpDurationBucketRate, httpErrorRate, httpRequestRate } from "./mcp-http.ts";

// Prometheus 3 writes 1.0 for a bound of 1, other collectors leave it as it is.
const second = /1(\.0)?/;

/** Clients' HTTP requests per second whose time is known. */
export const timedRequestRate = recording(
  "service:http_timed_requests:rate5m",
  [],
  promql`sum by (service) (${where(httpDurationBucketRate, { le: "+Inf" })})`,
);

/** Clients' HTTP requests per second that took longer than a second. */
export const slowRequestRate = recording(
  "service:http_slow_requests:rate5m",
  [],
  promql`clamp_min(${timedRequestRate} - sum by (service) (${where(httpDurationBucketRate, { le: second })}), 0)`,
);

// A server that is down counts nothing, so that its outage would cost no budget: what the day before asked of it per
// second takes the place. A lost scrape is no outage.
const notAnswering = promql`max by (service) (max_over_time(${where(up, { job: "mcp-server" })}[1m])) == 0`;
const lost = promql`avg_over_time(${httpRequestRate}[1d]) and on (service) ${notAnswering}`;

/** Clients' HTTP requests per second, those included that found the server down. */
export const wantedRequestRate = recording(
  "service:http_wanted_requests:rate5m",
  [],
  promql`(${lost}) or ${httpRequestRate}`,
);

/** Clients' HTTP requests per second that got a server error, or found the server down. */
export const missedRequestRate = recording(
  "service:http_missed_requests:rate5m",
  [],
  promql`(${lost}) or ${httpErrorRate}`,
);

/** In the order in which they are evaluated. */
export const mcpObjectiveRecordings = [
  timedRequestRate,
  slowRequestRate,
  wantedRequestRate,
  missedRequestRate,
];
