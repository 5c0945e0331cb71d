import { promql, where } from "../promql.ts";
import { recording } from "../recording.ts";
import { httpDurationBucketRate } from "./mcp-http.ts";

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

/** In the order in which they are evaluated. */
export const mcpLatencyRecordings = [timedRequestRate, slowRequestRate];
