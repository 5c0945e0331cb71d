import { parsePromql, quote, seconds, type Duration } from "@monitoring/collection";
import type { Alert } from "./alert.ts";
import { annotations, type CompiledRule, type RuleFile, type RuleOptions } from "./compile-rules.ts";
import type { RuleGroup } from "./rule-group.ts";
import type { FiringScenario, QuietScenario, Scenario } from "./scenario.ts";

/** A rule file with one alert and what it needs, and the promtool test that tries the alert. */
export interface Proof {
  readonly rules: RuleFile;
  readonly test: object;
}

/**
 * The proof of one alert: its scenarios, and that it stays quiet without any data unless a scenario says otherwise.
 * One per alert, with only the recordings that it needs, because promtool evaluates every rule for every test.
 * @param compiled the rule files as they are deployed, from which the rules are taken
 * @param rulesPath how the test names the rule file
 */
export function compileProof(
  compiled: readonly RuleFile[],
  group: RuleGroup,
  alert: Alert,
  options: RuleOptions & { readonly rulesPath: string },
): Proof {
  const rules = neededRules(compiled, alert.name);
  const step = group.testStep ?? group.interval;
  const quiet = alert.quiet === "never" ? [] : alert.quiet;
  return {
    rules,
    test: {
      rule_files: [options.rulesPath],
      evaluation_interval: step,
      group_eval_order: rules.groups.map(({ name }) => name),
      tests: [
        ...alert.fires.map((scenario) => firing(alert, scenario, step, options)),
        ...quiet.map((scenario) => staysQuiet(alert, scenario)),
        ...(firesWithoutData(alert) ? [] : [withoutData(alert)]),
      ],
    },
  };
}

/** The alert's rule and, transitively, the recordings that it reads, in the order of the files. */
export function neededRules(compiled: readonly RuleFile[], alertName: string): RuleFile {
  const rules = compiled.flatMap(({ groups }) => groups.flatMap((group) => group.rules));
  const needed = new Set<CompiledRule>();
  const need = (rule: CompiledRule): void => {
    if (needed.has(rule)) return;
    needed.add(rule);
    const read = new Set(parsePromql(rule.expr).selectors.map(({ metric }) => metric));
    rules.filter((other) => "record" in other && read.has(other.record)).forEach(need);
  };
  rules.filter((rule) => "alert" in rule && rule.alert === alertName).forEach(need);
  const groups = compiled
    .flatMap((file) => file.groups)
    .map((group) => ({ ...group, rules: group.rules.filter((rule) => needed.has(rule)) }));
  return { groups: groups.filter((group) => group.rules.length > 0) };
}

function firing(alert: Alert, scenario: FiringScenario, step: Duration, options: RuleOptions): object {
  const first = seconds(scenario.at);
  const last = scenario.until === undefined ? undefined : seconds(scenario.until) - seconds(step);
  return test(`${alert.name} fires when ${scenario.when}`, scenario, {
    alert_rule_test: [
      { alertname: alert.name, eval_time: scenario.at, exp_alerts: [expected(alert, scenario, options)] },
      ...(scenario.until ? [{ alertname: alert.name, eval_time: scenario.until, exp_alerts: [] }] : []),
    ],
    promql_expr_test: [
      ...(first > 0 ? [neverFired(alert, first - seconds(step))] : []),
      ...(last === undefined ? [] : [stillFires(alert, last)]),
    ],
  });
}

/** The test of a quiet scenario. */
export function staysQuiet(alert: Alert, scenario: QuietScenario): object {
  return test(`${alert.name} stays quiet when ${scenario.when}`, scenario, {
    promql_expr_test: [neverFired(alert, seconds(scenario.at))],
  });
}

/** The test that nothing fires where there is nothing. */
export function withoutData(alert: Alert): object {
  return test(
    `${alert.name} stays quiet without any data`,
    { interval: "1m", series: [] },
    {
      promql_expr_test: [neverFired(alert, 600)],
    },
  );
}

/** Whether an alert is meant to fire without any data. */
export function firesWithoutData(alert: Alert): boolean {
  return alert.quiet === "never" || alert.fires.some(({ series }) => series.length === 0);
}

/** A test of promtool's, by a scenario. */
export function test(
  name: string,
  scenario: Pick<Scenario, "interval" | "series">,
  expectations: object,
): object {
  return { name, interval: scenario.interval, input_series: scenario.series, ...expectations };
}

/** Prometheus writes a series ALERTS for each evaluation at which an alert is pending or fires. */
export const firingSeries = (alert: Alert): string =>
  `ALERTS{alertname=${quote(alert.name)}, alertstate="firing"}`;

/** At no evaluation from the first sample up to a time in seconds. */
export function neverFired(alert: Alert, time: number): object {
  return {
    expr: `count_over_time(${firingSeries(alert)}[${time + 1}s])`,
    eval_time: `${time}s`,
    exp_samples: [],
  };
}

function stillFires(alert: Alert, time: number): object {
  return {
    expr: `count(${firingSeries(alert)}) > bool 0`,
    eval_time: `${time}s`,
    exp_samples: [{ labels: "{}", value: 1 }],
  };
}

function expected(alert: Alert, scenario: FiringScenario, options: RuleOptions): object {
  return {
    exp_labels: { ...scenario.labels, severity: alert.severity },
    exp_annotations: annotations(alert, scenario.summary, options),
  };
}
