import { join } from "node:path";
import { counting, series, type InputSeries } from "@monitoring/alerting";
import {
  buckets,
  observations,
  otelGoDuration,
  otelNodeDuration,
  rateLimitChecks,
  toYaml,
  toolDuration,
  toolExecutions,
} from "@monitoring/collection";
import { ownRulesFile } from "@monitoring/stacks";
import { describe, expect, test } from "@jest/globals";
import { emptyFolder, promtool, rendered, write } from "./tools.ts";

const interval = "15s";
const samples = 40;
const values = (perSample: number): string => counting([perSample, samples]);

/** What happens at a server at every sample: 30 calls of a tool succeed, 3 fail in the tool and 1.5 in the protocol. */
const outcomes = [
  { status: "success", errorType: undefined, calls: 30, within: [24, 30, 30] },
  { status: "tool_error", errorType: "tool_error", calls: 3, within: [0, 1.5, 3] },
  { status: "error", errorType: "-32602", calls: 1.5, within: [1.5, 1.5, 1.5] },
] as const;
const bounds = ["0.1", "1.0", "+Inf"];
const sumWithin = (i: number): number => outcomes.reduce((sum, { within }) => sum + (within[i] ?? 0), 0);

interface Server {
  readonly service: string;
  readonly instance: string;
  readonly tool: string;
}
const server: Server = { service: "mcp-server", instance: "mcp-server:3001", tool: "create_ticket" };
const target = ({ service, instance }: Server) => ({ job: "mcp-server", service, instance });

const seed = (of: Server): InputSeries[] => [
  ...outcomes.map(({ status, calls }) =>
    series(toolExecutions, { ...target(of), tool_name: of.tool, status }, values(calls)),
  ),
  ...bounds.map((le, i) =>
    series(buckets(toolDuration), { ...target(of), tool_name: of.tool, le }, values(sumWithin(i))),
  ),
];

const otel =
  (duration: typeof otelNodeDuration) =>
  (of: Server): InputSeries[] => [
    ...outcomes.flatMap(({ errorType, calls, within }) => {
      const labels = {
        ...target(of),
        mcp_method_name: "tools/call",
        ...(of.tool !== "" && { gen_ai_tool_name: of.tool }),
        ...(errorType !== undefined && { error_type: errorType }),
      };
      return [
        series(observations(duration), labels, values(calls)),
        ...bounds.map((le, i) => series(buckets(duration), { ...labels, le }, values(within[i] ?? 0))),
      ];
    }),
    // Other methods are in the same histogram and are no tool calls.
    ...["initialize", "tools/list"].flatMap((method) => {
      const labels = { ...target(of), mcp_method_name: method };
      return [
        series(observations(duration), labels, values(700)),
        ...bounds.map((le) => series(buckets(duration), { ...labels, le }, values(700))),
      ];
    }),
  ];

const node = otel(otelNodeDuration);
const go = otel(otelGoDuration);

const canonical = (of: Pick<Server, "service" | "tool">): Expected => {
  const own = `service="${of.service}", tool="${of.tool}"`;
  return {
    "service_tool_outcome:mcp_tool_calls:rate5m": {
      [`{outcome="success", ${own}}`]: 2,
      [`{outcome="tool_error", ${own}}`]: 0.2,
      [`{outcome="protocol_error", ${own}}`]: 0.1,
    },
    "service_tool_le:mcp_tool_duration_seconds_bucket:rate5m": {
      [`{le="0.1", ${own}}`]: 1.7,
      [`{le="1.0", ${own}}`]: 2.2,
      [`{le="+Inf", ${own}}`]: 2.3,
    },
    "service_tool:mcp_tool_calls:rate5m": { [`{${own}}`]: 2.3 },
    "service_tool:mcp_tool_errors:ratio_rate5m": { [`{${own}}`]: 0.13 },
  };
};

/** Values by series, by the recording that has them; any other series of it is an error. */
type Expected = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Evaluates the recordings as they are deployed. */
function record(
  input: readonly InputSeries[],
  expected: Expected,
  config: Readonly<Record<string, unknown>> = {},
) {
  const dev = rendered("dev", config);
  const folder = emptyFolder();
  const file = toYaml({
    rule_files: [join(dev, ownRulesFile)],
    evaluation_interval: interval,
    tests: [
      {
        interval,
        input_series: input,
        promql_expr_test: Object.entries(expected).map(([name, ofSeries]) => ({
          expr: `round(${name}, 0.001)`,
          eval_time: "10m",
          exp_samples: Object.entries(ofSeries).map(([labels, value]) => ({ labels, value })),
        })),
      },
    ],
  });
  write(join(folder, "test.yml"), file);
  return promtool("test", "rules", join(folder, "test.yml"));
}

const success = { ok: true, output: expect.stringContaining("SUCCESS") };

describe("an MCP server's tool calls are counted the same", () => {
  test.each([
    { speaks: "the seed's names", input: seed(server) },
    { speaks: "OpenTelemetry from Node", input: node(server) },
    { speaks: "OpenTelemetry from Go", input: go(server) },
    { speaks: "the seed's names and OpenTelemetry from Node", input: [...seed(server), ...node(server)] },
    { speaks: "the seed's names and OpenTelemetry from Go", input: [...go(server), ...seed(server)] },
    { speaks: "OpenTelemetry from Node and from Go", input: [...go(server), ...node(server)] },
    { speaks: "all three", input: [...go(server), ...node(server), ...seed(server)] },
  ])("when it speaks $speaks", ({ input }) => {
    expect(record(input, canonical(server))).toEqual(success);
  });

  test("and a wrong count would be found", () => {
    const doubled = {
      "service_tool:mcp_tool_calls:rate5m": { '{service="mcp-server", tool="create_ticket"}': 4.6 },
    };
    expect(record([...seed(server), ...node(server)], doubled).ok).toBe(false);
  });

  test("beside another server of another dialect", () => {
    const other = { service: "billing-mcp", instance: "billing:3001", tool: "send_invoice" };
    const both = merged(canonical(server), canonical(other));
    expect(record([...seed(server), ...go(other)], both)).toEqual(success);
  });

  test("when one of two replicas restarts and counts from 0 again", () => {
    const replicas = ["a:3001", "b:3001"].map((instance) => ({ ...target(server), instance }));
    const [a = {}, b = {}] = replicas.map((one) => ({ ...one, tool_name: server.tool, status: "success" }));
    const input = [series(toolExecutions, a, "0+15x40"), series(toolExecutions, b, "90000+15x29 15+15x10")];
    expect(
      record(input, {
        "service_tool_outcome:mcp_tool_calls:rate5m": {
          '{outcome="success", service="mcp-server", tool="create_ticket"}': 2,
        },
      }),
    ).toEqual(success);
  });
});

describe("names of tools", () => {
  const invented = { ...server, tool: "create_tickets; drop" };
  const other = canonical({ ...server, tool: "other" });

  test.each([
    ["the seed's names", seed],
    ["OpenTelemetry from Node", node],
    ["OpenTelemetry from Go", go],
  ])("that are not in monitoring:mcpTools become other: %s", (_dialect, dialect) => {
    const both = merged(canonical(server), other);
    const list = { mcpTools: ["get_usage_trend", "create_ticket"] };
    expect(record([...dialect(server), ...dialect(invented)], both, list)).toEqual(success);
  });

  test("that are not in the list are one series, however many there are", () => {
    const many = Array.from({ length: 500 }, (_, i) => ({ ...server, tool: `guess_${i}` }));
    const input = many.map((of) =>
      series(toolExecutions, { ...target(of), tool_name: of.tool, status: "error" }, values(3)),
    );
    const expected = {
      "service_tool_outcome:mcp_tool_calls:rate5m": {
        '{outcome="protocol_error", service="mcp-server", tool="other"}': 100,
      },
    };
    expect(record(input, expected, { mcpTools: ["create_ticket"] })).toEqual(success);
  });

  test("are compared whole and literally", () => {
    const tools = ["admin.reset", "adminxreset", "admin.reset2"].map((tool) => ({ ...server, tool }));
    const input = tools.map((of) =>
      series(toolExecutions, { ...target(of), tool_name: of.tool, status: "success" }, values(15)),
    );
    const expected = {
      "service_tool:mcp_tool_calls:rate5m": {
        '{service="mcp-server", tool="admin.reset"}': 1,
        '{service="mcp-server", tool="other"}': 2,
      },
    };
    expect(record(input, expected, { mcpTools: ["admin.reset"] })).toEqual(success);
  });

  test("that a server does not give are unnamed, and no invention of a client", () => {
    const expected = canonical({ ...server, tool: "unnamed" });
    expect(record(node({ ...server, tool: "" }), expected, { mcpTools: ["create_ticket"] })).toEqual(success);
  });

  test.each([
    ["the seed's names", seed],
    ["OpenTelemetry from Node", node],
    ["OpenTelemetry from Go", go],
  ])("are counted before they are bounded, those of tools only: %s", (_dialect, dialect) => {
    const count = { "service:mcp_tool_names:count": { '{service="mcp-server"}': 2 } };
    const input = [...dialect(server), ...dialect(invented)];
    expect(record(input, count, { mcpTools: ["create_ticket"] })).toEqual(success);
  });

  test("of rate limits are bounded, too", () => {
    const check = (tool: string): InputSeries =>
      series(rateLimitChecks, { ...target(server), client_id: "crm-bot", tool_name: tool }, values(15));
    const expected = {
      "service_tool:rate_limit_checks:rate5m": {
        '{service="mcp-server", tool="create_ticket"}': 1,
        '{service="mcp-server", tool="other"}': 2,
      },
    };
    const input = [check("create_ticket"), check("one"), check("two")];
    expect(record(input, expected, { mcpTools: ["create_ticket"] })).toEqual(success);
  });
});

function merged(one: Expected, other: Expected): Expected {
  return Object.fromEntries(
    Object.entries(one).map(([name, values]) => [name, { ...values, ...other[name] }]),
  );
}
