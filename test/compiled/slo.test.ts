import { join } from "node:path";
import { counting, series, type InputSeries } from "@monitoring/alerting";
import { httpRequests, toYaml, up } from "@monitoring/collection";
import { ownRulesFile } from "@monitoring/stacks";
import { describe, expect, test } from "@jest/globals";
import { emptyFolder, promtool, rendered, write } from "./tools.ts";

const target = { job: "mcp-server", instance: "mcp-server:3001", service: "mcp-server" };
const requests = (status: string, values: string): InputSeries =>
  series(httpRequests, { ...target, method: "POST", path: "/mcp", status }, values);

// A sample in two minutes, an evaluation in an hour.
const hours = (count: number): number => count * 30;

/** Evaluates an expression over the deployed rules after a hundred hours. */
function after100Hours(input: readonly InputSeries[], expr: string, value: number | undefined) {
  const dev = rendered("dev");
  const folder = emptyFolder();
  const text = toYaml({
    rule_files: [join(dev, ownRulesFile)],
    evaluation_interval: "1h",
    group_eval_order: ["mcp-http", "mcp-tools", "slo-fast", "slo-slow"],
    tests: [
      {
        interval: "2m",
        input_series: input,
        promql_expr_test: [
          { expr, eval_time: "100h", exp_samples: value === undefined ? [] : [{ labels: "{}", value }] },
        ],
      },
    ],
  });
  write(join(folder, "test.yml"), text);
  return promtool("test", "rules", join(folder, "test.yml"));
}

const success = { ok: true, output: expect.stringContaining("SUCCESS") };
const left = 'round(sum(service_slo:error_budget_remaining:ratio{slo="availability"}), 0.001)';

describe("the error budget", () => {
  test("is 40 % left when 0.06 % of requests failed and 0.1 % may", () => {
    const input = [requests("200", counting([9994, hours(100)])), requests("500", counting([6, hours(100)]))];
    expect(after100Hours(input, left, 0.4)).toEqual(success);
  });

  test("is whole when nothing ever failed and no series of failures exists", () => {
    expect(after100Hours([requests("200", counting([100, hours(100)]))], left, 1)).toEqual(success);
  });

  test("is spent by an outage, in which no request is counted", () => {
    const input = [
      series(up, target, `1x${hours(50)} 0x${hours(10) - 1} 1x${hours(41)}`),
      requests("200", `0+100x${hours(50)} _x${hours(10)} 0+100x${hours(41)}`),
    ];
    // A tenth of the requests is a hundred times what may fail.
    expect(after100Hours(input, left, -99)).toEqual(success);
  });

  test("says nothing about a server that is not used", () => {
    expect(after100Hours([requests("200", `5x${hours(101)}`)], left, undefined)).toEqual(success);
  });
});

test("an hour with much traffic weighs more in a long window than one with little", () => {
  const input = [
    requests("200", counting([1000, hours(98)], [990, hours(1)], [0, hours(1)])),
    requests("500", counting([0, hours(98)], [0, hours(1)], [110, hours(1)])),
  ];
  // 110 of 1,100 requests of two hours, though one of the hours failed altogether.
  const ratio = "round(sum(service:slo_availability_errors:ratio_rate2h), 0.001)";
  expect(after100Hours(input, ratio, 0.1)).toEqual(success);
});
