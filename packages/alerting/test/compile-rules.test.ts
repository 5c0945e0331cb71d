import { expect, test } from "@jest/globals";
import { promql, up } from "@monitoring/collection";
import { compileAlerts, compileRuleTests, metricsRead, mcpServerAlerts, type Alert } from "../src/index.ts";

const options = { runbookBaseUrl: "https://runbooks.example.com" };

test("a rule carries its severity and a link to its runbook", () => {
  expect(compileAlerts(mcpServerAlerts, options)).toMatchObject({
    groups: [
      {
        name: "mcp-server",
        interval: "5s",
        rules: [
          {
            alert: "McpServerDown",
            for: "30s",
            labels: { severity: "critical" },
            annotations: { runbook_url: "https://runbooks.example.com/McpServerDown.md" },
          },
        ],
      },
    ],
  });
});

test("each scenario of an alert becomes a promtool test that names what it proves", () => {
  const [alert] = mcpServerAlerts.alerts as readonly [Alert];
  const file = compileRuleTests(mcpServerAlerts, alert, { ...options, ruleFiles: ["a.yml"] }) as {
    tests: { name: string; alert_rule_test: { exp_alerts: object[] }[] }[];
  };
  expect(
    file.tests.map(({ name, alert_rule_test }) => [name, alert_rule_test[0]?.exp_alerts.length]),
  ).toEqual([
    ["McpServerDown fires when the server has not answered for longer than a restart takes", 1],
    ["McpServerDown fires when no target of the job exists", 1],
    ["McpServerDown stays quiet when the server answers", 0],
    ["McpServerDown stays quiet when one scrape is lost", 0],
    ["McpServerDown stays quiet when a restart takes 25 seconds", 0],
  ]);
});

test("an alert without a scenario is not an alert", () => {
  const row = { ...mcpServerAlerts.alerts[0] } as Alert;
  // @ts-expect-error -- `fires` takes at least one scenario
  const unproven: Alert = { ...row, fires: [] };
  expect(unproven.fires).toHaveLength(0);
});

test("what rules read is known, each metric once", () => {
  expect(metricsRead([promql`${up} == 0`, promql`sum(${up})`])).toEqual(["up"]);
});
