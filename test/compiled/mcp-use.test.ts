import { join } from "node:path";
import { counting, series } from "@monitoring/alerting";
import { rateLimitChecks, toolExecutions, toYaml } from "@monitoring/collection";
import { ownRulesFile } from "@monitoring/stacks";
import { expect, test } from "@jest/globals";
import { emptyFolder, promtool, rendered, write } from "./tools.ts";

const target = { job: "mcp-server", instance: "mcp-server:3001", service: "mcp-server" };
const call = { ...target, tool_name: "create_ticket" };

test("calls of a day are counted once each, and those of an hour without samples are not made up", () => {
  const dev = rendered("dev");
  const folder = emptyFolder();
  const minutes = (count: number): number => count;
  const input = [
    // A call a minute for 12 hours, then nothing is known for an hour, then two a minute for 11 hours.
    series(toolExecutions, { ...call, status: "success" }, `0+1x${minutes(720)} _x60 720+2x${minutes(660)}`),
    series(rateLimitChecks, { ...call, client_id: "console" }, counting([1, minutes(1440)])),
  ];
  const sum = (metric: string) => `round(sum(sum_over_time(${metric}[1d])), 10)`;
  write(
    join(folder, "test.yml"),
    toYaml({
      rule_files: [join(dev, ownRulesFile)],
      evaluation_interval: "5m",
      group_eval_order: ["mcp-tools", "mcp-use"],
      tests: [
        {
          interval: "1m",
          input_series: input,
          promql_expr_test: [
            {
              expr: sum("service_tool_outcome:mcp_tool_calls:increase5m"),
              eval_time: "24h",
              exp_samples: [{ labels: "{}", value: 2040 }],
            },
            {
              expr: sum('service_client_id_tool:rate_limit_checks:increase5m{client_id="console"}'),
              eval_time: "24h",
              exp_samples: [{ labels: "{}", value: 1440 }],
            },
          ],
        },
      ],
    }),
  );
  expect(promtool("test", "rules", join(folder, "test.yml"))).toEqual({
    ok: true,
    output: expect.stringContaining("SUCCESS"),
  });
});
