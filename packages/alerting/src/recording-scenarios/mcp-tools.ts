import {
  buckets,
  knownToolCallRate,
  knownToolErrorRate,
  observations,
  otelGoDuration,
  otelNodeDuration,
  toolCallRate,
  toolCallRateByTool,
  toolDuration,
  toolDurationBucketRate,
  toolDurationP95,
  toolErrorRatio,
  toolExecutions,
  type Recording,
} from "@monitoring/collection";
import { series, type InputSeries, type RecordedSample, type RecordingScenario } from "../scenario.ts";
import { lookedAt, uneven } from "./uneven.ts";

/** Calls of one tool per second, as one replica of a server counts them. */
interface Calls {
  readonly service?: string;
  readonly replica?: string;
  /** Empty where the server does not say which tool it was. */
  readonly tool?: string;
  readonly success?: number;
  readonly toolError?: number;
  readonly protocolError?: number;
  /** How many of all took at most 1 and 5 seconds. @default all */
  readonly within?: readonly [number, number];
}
type Dialect = (calls: Calls) => readonly InputSeries[];

const bounds = ["1.0", "5.0", "+Inf"];

const target = ({ service = "mcp-server", replica = "a" }: Calls) => ({
  job: "mcp-server",
  instance: `${service}-${replica}:3001`,
  service,
});
const outcomes = ({ success = 0, toolError = 0, protocolError = 0 }: Calls) => [
  { rate: success, status: "success", error: undefined },
  { rate: toolError, status: "tool_error", error: "tool_error" },
  { rate: protocolError, status: "error", error: "-32602" },
];
const total = (calls: Calls): number => outcomes(calls).reduce((sum, { rate }) => sum + rate, 0);
const withinBounds = (calls: Calls): readonly number[] => {
  const all = total(calls);
  return [...(calls.within ?? [all, all]), all];
};

const seed: Dialect = (calls) => {
  const { tool = "create_ticket" } = calls;
  const labels = { ...target(calls), ...(tool !== "" && { tool_name: tool }) };
  return [
    ...outcomes(calls).map(({ rate, status }) => series(toolExecutions, { ...labels, status }, uneven(rate))),
    ...withinBounds(calls).map((rate, i) =>
      series(buckets(toolDuration), { ...labels, le: bounds[i] ?? "" }, uneven(rate)),
    ),
  ];
};

const otel =
  (duration: typeof otelNodeDuration): Dialect =>
  (calls) => {
    const { tool = "create_ticket" } = calls;
    const method = { ...target(calls), mcp_method_name: "tools/call" };
    const labels = { ...method, ...(tool !== "" && { gen_ai_tool_name: tool }) };
    const listing = { ...method, mcp_method_name: "tools/list" };
    return [
      ...outcomes(calls).map(({ rate, error }) =>
        series(
          observations(duration),
          { ...labels, ...(error !== undefined && { error_type: error }) },
          uneven(rate),
        ),
      ),
      ...withinBounds(calls).map((rate, i) =>
        series(buckets(duration), { ...labels, le: bounds[i] ?? "" }, uneven(rate)),
      ),
      // No tool call, though it is in the same histogram.
      series(observations(duration), listing, uneven(7)),
      ...bounds.map((le) => series(buckets(duration), { ...listing, le }, uneven(7))),
    ];
  };

const dialects = [
  { speaks: "the seed's names", of: seed },
  { speaks: "OpenTelemetry from Node", of: otel(otelNodeDuration) },
  { speaks: "OpenTelemetry from Go", of: otel(otelGoDuration) },
] as const;

const two: readonly Calls[] = [
  { replica: "a", success: 2, toolError: 0.2, protocolError: 0.1, within: [1.5, 2] },
  { replica: "b", success: 1, toolError: 0.1, within: [0.5, 1.1] },
  { replica: "a", tool: "", success: 0.5, within: [0.5, 0.5] },
];

const sample = (labels: RecordedSample["labels"], value: number): RecordedSample => ({ labels, value });
const outcome = (service: string, tool: string, name: string, rate: number): RecordedSample =>
  sample({ service, tool, outcome: name }, rate);
/** Rates by bound; Prometheus writes them as floats. */
const bucketRates = (service: string, tool: string, rates: readonly number[]): RecordedSample[] =>
  rates.map((rate, i) => sample({ service, tool, le: bounds[i] ?? "" }, rate));

/** What is computed of the calls that both kinds of series tell. */
function scenario(
  recording: Recording,
  when: string,
  input: readonly (readonly InputSeries[])[],
  gives: readonly RecordedSample[],
): RecordingScenario {
  return { recording, when, interval: "15s", series: input.flat(), at: lookedAt, gives };
}

const alone = dialects.flatMap(({ speaks, of }) => [
  scenario(toolCallRate, `two replicas speak ${speaks}`, two.map(of), [
    outcome("mcp-server", "create_ticket", "success", 3),
    outcome("mcp-server", "create_ticket", "tool_error", 0.3),
    outcome("mcp-server", "create_ticket", "protocol_error", 0.1),
    outcome("mcp-server", "unnamed", "success", 0.5),
    outcome("mcp-server", "unnamed", "tool_error", 0),
    outcome("mcp-server", "unnamed", "protocol_error", 0),
  ]),
  scenario(toolDurationBucketRate, `two replicas speak ${speaks}`, two.map(of), [
    ...bucketRates("mcp-server", "create_ticket", [2, 3.1, 3.4]),
    ...bucketRates("mcp-server", "unnamed", [0.5, 0.5, 0.5]),
  ]),
]);

const servers = dialects.flatMap(({ of }, i) => of({ service: `server-${i}`, success: i + 1 }));
const trilingual = dialects.flatMap(({ of }, i) => of({ success: i + 1 }));

const together = [
  scenario(
    toolCallRate,
    "three servers speak a dialect each",
    [servers],
    [
      ...[0, 1, 2].flatMap((i) => [
        outcome(`server-${i}`, "create_ticket", "success", i + 1),
        outcome(`server-${i}`, "create_ticket", "tool_error", 0),
        outcome(`server-${i}`, "create_ticket", "protocol_error", 0),
      ]),
    ],
  ),
  scenario(
    toolDurationBucketRate,
    "three servers speak a dialect each",
    [servers],
    [...[0, 1, 2].flatMap((i) => bucketRates(`server-${i}`, "create_ticket", [i + 1, i + 1, i + 1]))],
  ),
  scenario(
    toolCallRate,
    "a server speaks all three, so that calls count once",
    [trilingual],
    [
      outcome("mcp-server", "create_ticket", "success", 1),
      outcome("mcp-server", "create_ticket", "tool_error", 0),
      outcome("mcp-server", "create_ticket", "protocol_error", 0),
    ],
  ),
  scenario(
    toolDurationBucketRate,
    "a server speaks all three, so that calls count once",
    [trilingual],
    [...bucketRates("mcp-server", "create_ticket", [1, 1, 1])],
  ),
];

// A server with a tool that fails, one that works, one that nobody calls, and names that no tool has.
const busy = [
  seed({ success: 2, toolError: 0.2, protocolError: 0.3, within: [1, 2.25] }),
  seed({ tool: "get_usage_trend", success: 0.5, within: [0, 0] }),
  seed({ tool: "merge_accounts" }),
  seed({ tool: "other", protocolError: 4 }),
  // Of the same name as what the other calls, and never called.
  seed({ service: "billing-mcp" }),
];
const of = (service: string, tool: string, value: number): RecordedSample => sample({ service, tool }, value);

const faultless = [
  series(toolExecutions, { ...target({}), tool_name: "create_ticket", status: "success" }, uneven(2)),
];

const computed = [
  scenario(toolCallRateByTool, "tools fail and work", busy, [
    of("mcp-server", "create_ticket", 2.5),
    of("mcp-server", "get_usage_trend", 0.5),
    of("mcp-server", "merge_accounts", 0),
    of("mcp-server", "other", 4),
    of("billing-mcp", "create_ticket", 0),
  ]),
  scenario(toolErrorRatio, "tools fail and work, and some are not called", busy, [
    of("mcp-server", "create_ticket", 0.2),
    of("mcp-server", "get_usage_trend", 0),
    of("mcp-server", "other", 1),
  ]),
  scenario(toolDurationP95, "tools are slow, and some are not called", busy, [
    // Nine tenths take at most 5 seconds, so that it lies beyond the last bound.
    of("mcp-server", "create_ticket", 5),
    of("mcp-server", "get_usage_trend", 5),
    of("mcp-server", "other", 0.95),
  ]),
  scenario(knownToolCallRate, "half of the calls name a tool that does not exist", busy, [
    sample({ service: "mcp-server" }, 3),
    sample({ service: "billing-mcp" }, 0),
  ]),
  scenario(knownToolErrorRate, "half of the calls name a tool that does not exist", busy, [
    sample({ service: "mcp-server" }, 0.5),
    sample({ service: "billing-mcp" }, 0),
  ]),
  scenario(
    toolErrorRatio,
    "a server counts no outcome but success",
    [faultless],
    [of("mcp-server", "create_ticket", 0)],
  ),
  scenario(
    knownToolErrorRate,
    "a server counts no outcome but success",
    [faultless],
    [sample({ service: "mcp-server" }, 0)],
  ),
];

/** How tool calls are counted, whatever names a server gives to them. */
export const mcpToolScenarios: readonly RecordingScenario[] = [...alone, ...together, ...computed];
