import { recordedContracts } from "@monitoring/collection/recorded";
import { describe, expect, test } from "@jest/globals";
import { budgetProblems, costLine, costTables, recordedSeries, stackCost } from "../src/cost/index.ts";
import { ruleSamplesPerSecond } from "../src/cost/query-load.ts";
import { readConfig, type Config } from "../src/index.ts";

const contracts = recordedContracts();
const read = (values: Readonly<Record<string, unknown>>): Config => {
  const result = readConfig(values);
  if (!result.ok) throw new Error(result.problems.join("\n"));
  return result.config;
};

describe("the recorded series", () => {
  test("are those of what is watched", () => {
    const jobs = (config: Config) => new Set(recordedSeries(config, contracts).series.map(({ job }) => job));
    const own = read({ demo: false, mcpServer: "http://mcp.example.com/metrics" });
    expect([...jobs(read({}))].filter((job) => !jobs(own).has(job))).toEqual(["postgres", "redis"]);
  });

  test("carry the labels of their targets, and their own under another name where these clash", () => {
    const { series } = recordedSeries(read({}), contracts);
    const probe = series.find(({ labels }) => labels["__name__"] === "probe_success");
    expect(probe).toMatchObject({
      job: "blackbox",
      intervalSeconds: 15,
      labels: { job: "blackbox", service: "crm", instance: "http://crm:8201/health" },
    });
    const server = series.find(({ labels }) => labels["__name__"] === "mcp_tool_executions_total");
    expect(server).toMatchObject({
      intervalSeconds: 15,
      labels: { job: "mcp-server", service: "mcp-server" },
    });
  });

  test("are not known of an exporter that nobody recorded", () => {
    expect(recordedSeries(read({}), contracts).unrecorded).toEqual(["grafana"]);
    expect(recordedSeries(read({ unavailable: ["grafana"] }), contracts).unrecorded).toEqual([]);
  });
});

test("a rule reads each of its series as often as its range holds samples", () => {
  const series = ["a", "b"].map((x) => ({ job: "j", intervalSeconds: 15, labels: { __name__: "m", x } }));
  const rules = [
    { record: "r", expr: "sum by (x) (rate(m[5m]))", seconds: 30 },
    { expr: "r > 1", seconds: 30 },
    { expr: 'm{x="a"} == 0', seconds: 60 },
  ];
  expect(ruleSamplesPerSecond(rules, series)).toBeCloseTo((2 * 20) / 30 + 2 / 30 + 1 / 60, 10);
});

describe("the price", () => {
  const cost = stackCost(read({}), contracts);

  test("is lower with the keep-list than without", () => {
    expect(cost.shipped.dollars.total).toBeLessThan(cost.all.dollars.total / 2);
    expect(cost.shipped.byJob.get("mcp-server")?.series).toBeLessThan(
      cost.all.byJob.get("mcp-server")?.series ?? 0,
    );
  });

  test("is of each series as often as its own target is asked", () => {
    const { series } = recordedSeries(read({}), contracts);
    const often = new Set(series.filter(({ job }) => job === "blackbox").map((one) => one.intervalSeconds));
    expect([...often].sort()).toEqual([15, 5]);
    const asked = series.reduce((sum, { intervalSeconds }) => sum + 1 / intervalSeconds, 0);
    expect(cost.all.samplesPerSecond).toBeCloseTo(asked, 6);
  });

  test("is the same where everything is shipped", () => {
    const all = stackCost(read({ ship: "all" }), contracts);
    expect(all.shipped).toEqual(all.all);
  });

  test("is said with its date, its region, and what of it nobody has confirmed", () => {
    for (const text of [costLine(cost), costTables(cost)]) {
      expect(text).toContain("us-east-1 as of 2026-11-22");
      expect(text).toContain("copies of AWS's table");
      expect(text).toContain("grafana");
    }
  });

  test("above the budget is refused, with the metrics that cost most", () => {
    const config = read({ budget: 1, ship: "all" });
    const [problem] = budgetProblems(config, stackCost(config, contracts));
    expect(problem?.message).toMatch(
      /^monitoring:budget is \$1\.00 a month, and AMP would cost about \$\d+\.\d\d; most of it is for \w+ of [\w-]+ \(\$\d+\.\d\d\), /,
    );
    expect(budgetProblems(read({ budget: 1000 }), cost)).toEqual([]);
    expect(budgetProblems(read({}), cost)).toEqual([]);
  });
});
