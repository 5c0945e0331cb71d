import type { Alert, AlertGroup } from "./alert.ts";
import { annotations, type RuleOptions } from "./compile-rules.ts";
import type { FiringScenario, Scenario } from "./scenario.ts";

/**
 * A promtool test file for one alert of a group: each scenario as a test. One file per alert, because promtool
 * evaluates all rules of a file for every test in it.
 */
export function compileRuleTests(
  group: AlertGroup,
  alert: Alert,
  options: RuleOptions & { readonly ruleFiles: readonly string[] },
): object {
  const quiet = alert.quiet === "never" ? [] : alert.quiet;
  return {
    rule_files: options.ruleFiles,
    evaluation_interval: group.interval,
    tests: [
      ...alert.fires.map((scenario) =>
        test(alert, `fires when ${scenario.when}`, scenario, [firing(alert, scenario, options)]),
      ),
      ...quiet.map((scenario) => test(alert, `stays quiet when ${scenario.when}`, scenario, [])),
    ],
  };
}

function test(alert: Alert, name: string, scenario: Scenario, expected: readonly object[]): object {
  return {
    name: `${alert.name} ${name}`,
    interval: scenario.interval,
    input_series: scenario.series,
    alert_rule_test: [{ alertname: alert.name, eval_time: scenario.at, exp_alerts: expected }],
  };
}

function firing(alert: Alert, scenario: FiringScenario, options: RuleOptions): object {
  return {
    exp_labels: { ...scenario.labels, severity: alert.severity },
    exp_annotations: annotations(alert, scenario.summary, options),
  };
}
