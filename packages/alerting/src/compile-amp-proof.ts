import { quote, seconds, type Duration } from "@monitoring/collection";
import type { Alert } from "./alert.ts";
import { ampInterval } from "./amp-rules.ts";
import {
  firesWithoutData,
  firingSeries,
  neededRules,
  neverFired,
  staysQuiet,
  test,
  withoutData,
  type Proof,
} from "./compile-rule-tests.ts";
import type { RuleFile } from "./compile-rules.ts";
import type { RuleGroup } from "./rule-group.ts";
import type { FiringScenario } from "./scenario.ts";

/**
 * The proof of one alert as AMP evaluates it, every 30 s at the most often: it fires in no scenario before it may, and
 * wherever it fires locally it fires there, two evaluations later at most: one that what it sees starts later, one that
 * `for` is rounded up. AMP's query offset is not in it; it shifts all of it by a minute.
 * @param compiled the rule files as AMP gets them
 * @param rulesPath how the test names the rule file
 */
export function compileAmpProof(
  compiled: readonly RuleFile[],
  group: RuleGroup,
  alert: Alert,
  { rulesPath }: { readonly rulesPath: string },
): Proof {
  const rules = neededRules(compiled, alert.name);
  const step = ampInterval(group.testStep ?? group.interval);
  const quiet = alert.quiet === "never" ? [] : alert.quiet;
  return {
    rules,
    test: {
      rule_files: [rulesPath],
      evaluation_interval: step,
      group_eval_order: rules.groups.map(({ name }) => name),
      tests: [
        ...alert.fires.map((scenario) => firesInTime(alert, scenario, step)),
        ...quiet.map((scenario) => staysQuiet(alert, scenario)),
        ...(firesWithoutData(alert) ? [] : [withoutData(alert)]),
      ],
    },
  };
}

function firesInTime(alert: Alert, scenario: FiringScenario, step: Duration): object {
  const first = seconds(scenario.at);
  const every = seconds(step);
  const latest = latestFiring(scenario, every);
  return test(`${alert.name} fires in time when ${scenario.when}`, scenario, {
    promql_expr_test: [
      ...(first > 0 ? [neverFired(alert, first - 1)] : []),
      ...(lasts(scenario, every) ? [isFiring(alert, scenario, { first, latest })] : []),
    ],
  });
}
/** The evaluation by which it fires at the latest, in seconds. */
function latestFiring({ at }: FiringScenario, every: number): number {
  return (Math.ceil(seconds(at) / every) + 1) * every;
}

/** What is over before AMP has looked twice may pass it by. */
function lasts(scenario: FiringScenario, every: number): boolean {
  return scenario.until === undefined || seconds(scenario.until) > latestFiring(scenario, every);
}

/** At some evaluation of those in which it has to. */
function isFiring(
  alert: Alert,
  scenario: FiringScenario,
  { first, latest }: { readonly first: number; readonly latest: number },
): object {
  return {
    expr: `count(last_over_time(${labelled(alert, scenario)}[${latest - first + 1}s]))`,
    eval_time: `${latest}s`,
    exp_samples: [{ labels: "{}", value: 1 }],
  };
}

/** How many of an alert's scenarios last long enough for AMP to have to see them. */
export function seenByAmp({ fires }: Alert, group: RuleGroup): number {
  const every = seconds(ampInterval(group.testStep ?? group.interval));
  return fires.filter((scenario) => lasts(scenario, every)).length;
}

/** The one series of the firing alert, with the labels that it has to have. */
function labelled(alert: Alert, { labels }: FiringScenario): string {
  const wanted = Object.entries({ ...labels, severity: alert.severity }).map(
    ([label, value]) => `${label}=${quote(value)}`,
  );
  return `${firingSeries(alert).slice(0, -1)}, ${wanted.join(", ")}}`;
}
