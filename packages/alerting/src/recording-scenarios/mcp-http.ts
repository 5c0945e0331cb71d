import {
  buckets,
  httpDurationBucketRate,
  httpDurationP95,
  httpErrorRate,
  httpErrorRatio,
  httpRequestDuration,
  httpRequestRate,
  httpRequests,
  httpStatusRate,
  httpUnauthorizedRate,
  type Recording,
} from "@monitoring/collection";
import { series, type InputSeries, type RecordedSample, type RecordingScenario } from "../scenario.ts";
import { lookedAt, uneven } from "./uneven.ts";

const target = (service: string, replica = "a") => ({
  job: "mcp-server",
  instance: `${service}-${replica}:3001`,
  service,
});
// Neither clients ask these nor does anybody count what they are answered.
const probed = ["/health", "/healthz", "/ready", "/live", "/metrics"];
const statuses = ["200", "401", "403", "503"];

const requests = (service: string, status: string, perSecond: number, replica = "a"): InputSeries =>
  series(
    httpRequests,
    { ...target(service, replica), method: "POST", path: "/mcp", status },
    uneven(perSecond),
  );

const counted: readonly InputSeries[] = [
  requests("mcp-server", "200", 0.4),
  requests("mcp-server", "200", 0.2, "b"),
  requests("mcp-server", "401", 0.1),
  requests("mcp-server", "403", 0.05),
  requests("mcp-server", "500", 0.04),
  requests("mcp-server", "503", 0.01),
  // This one is never asked, and the next has never failed.
  requests("idle", "500", 0),
  requests("young", "200", 0.5),
  ...probed.flatMap((path) =>
    statuses.map((status) =>
      series(httpRequests, { ...target("mcp-server"), method: "GET", path, status }, uneven(9)),
    ),
  ),
];

const bounds = ["1.0", "5.0", "+Inf"];

/** How many requests per second took at most each of the bounds. */
const timed = (
  service: string,
  path: string,
  perSecond: readonly number[],
  replica = "a",
): readonly InputSeries[] =>
  bounds.map((le, i) =>
    series(
      buckets(httpRequestDuration),
      { ...target(service, replica), method: "POST", path, le },
      uneven(perSecond[i] ?? 0),
    ),
  );

const durations: readonly InputSeries[] = [
  ...timed("mcp-server", "/mcp", [0.5, 0.8, 0.8]),
  ...timed("mcp-server", "/mcp", [0, 0.1, 0.2], "b"),
  ...timed("slow", "/mcp", [0, 0, 0.5]),
  ...timed("idle", "/mcp", [0, 0, 0]),
  ...probed.flatMap((path) => timed("mcp-server", path, [9, 9, 9])),
];

const of = (service: string, value: number): RecordedSample => ({ labels: { service }, value });
const within = (service: string, values: readonly number[]): readonly RecordedSample[] =>
  values.map((value, i) => ({ labels: { service, le: bounds[i] ?? "" }, value }));

function scenario(
  recording: Recording,
  input: readonly InputSeries[],
  gives: readonly RecordedSample[],
): RecordingScenario {
  const when = "clients and probes ask a server with two replicas, and others ask less or nothing";
  return { recording, when, interval: "15s", series: input, at: lookedAt, gives };
}

/** What is counted of clients' requests. */
export const mcpHttpScenarios: readonly RecordingScenario[] = [
  scenario(httpRequestRate, counted, [of("mcp-server", 0.8), of("idle", 0), of("young", 0.5)]),
  scenario(httpErrorRate, counted, [of("mcp-server", 0.05), of("idle", 0), of("young", 0)]),
  scenario(httpErrorRatio, counted, [of("mcp-server", 0.0625), of("young", 0)]),
  scenario(httpStatusRate, counted, [
    // Probes are answered with four of them 45 times a second.
    ...[
      ["200", 45.6],
      ["401", 45.1],
      ["403", 45.05],
      ["500", 0.04],
      ["503", 45.01],
    ].map(([status, value]) => ({
      labels: { service: "mcp-server", status: String(status) },
      value: Number(value),
    })),
    { labels: { service: "young", status: "200" }, value: 0.5 },
  ]),
  scenario(httpDurationBucketRate, durations, [
    ...within("mcp-server", [0.5, 0.9, 1]),
    ...within("slow", [0, 0, 0.5]),
    ...within("idle", [0, 0, 0]),
  ]),
  // A tenth takes longer than the last bound.
  scenario(httpDurationP95, durations, [of("mcp-server", 5), of("slow", 5)]),
];

/** What is counted of requests that are refused. */
export const unauthorizedScenario: RecordingScenario = scenario(httpUnauthorizedRate, counted, [
  of("mcp-server", 0.15),
]);
