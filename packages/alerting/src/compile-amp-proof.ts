import { quote, seconds, type Duration } from "@monitoring/collection";
import type { Alert } from "./alert.ts";
import { ampInterval } from "./amp-rules.ts";
import {
  firesWithoutData,
  firingSeries,
  neverFired,
  nothing,
  staysQuiet,
  stepOf,
  trialOf,
  withoutData,
  type Expectations,
  type Question,
  type Trial,
  type Tried,
} from "./compile-rule-tests.ts";
import type { RuleFile } from "./compile-rules.ts";
import type { RuleGroup } from "./rule-group.ts";
import type { FiringScenario } from "./scenario.ts";

/**
 * The proof of one alert as AMP evaluates it, every 30 s at the most often: it fires in no scenario before it may, and
 * wherever it fires locally it fires there, two evaluations later at most: one that what it sees starts later, one that
 * `for` is rounded up. AMP's query offset is not in it; it shifts all of it by a minute.
 * @param compiled the rule files as AMP gets them
 */
export function ampTrials(compiled: readonly RuleFile[], group: RuleGroup, alert: Alert): readonly Trial[] {
  const quiet = alert.quiet === "never" ? [] : alert.quiet;
  const trial = (name: string, scenario: Tried, expectations: (step: Duration) => Expectations): Trial => {
    const step = ampStep(scenario, group);
    return trialOf(compiled, {
      name: `${alert.name} ${name}`,
      rule: alert.name,
      scenario,
      step,
      expectations: expectations(step),
    });
  };
  return [
    ...alert.fires.map((scenario) =>
      trial(`fires in time when ${scenario.when}`, scenario, (step) => firesInTime(alert, scenario, step)),
    ),
    ...quiet.map((scenario) =>
      trial(`stays quiet when ${scenario.when}`, scenario, () => staysQuiet(alert, scenario)),
    ),
    ...(firesWithoutData(alert)
      ? []
      : [trial("stays quiet without any data", nothing, () => withoutData(alert))]),
  ];
}

function ampStep(scenario: Tried, group: RuleGroup): Duration {
  return ampInterval(stepOf(scenario, group));
}

function firesInTime(alert: Alert, scenario: FiringScenario, step: Duration): Expectations {
  const first = seconds(scenario.at);
  const every = seconds(step);
  const latest = latestFiring(scenario, every);
  return {
    promql_expr_test: [
      ...(first > 0 ? [neverFired(alert, first - 1)] : []),
      ...(lasts(scenario, every) ? [isFiring(alert, scenario, { first, latest })] : []),
    ],
  };
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
): Question {
  return {
    expr: `count(last_over_time(${labelled(alert, scenario)}[${latest - first + 1}s]))`,
    eval_time: `${latest}s`,
    exp_samples: [{ labels: "{}", value: 1 }],
  };
}

/** How many of an alert's scenarios last long enough for AMP to have to see them. */
export function seenByAmp({ fires }: Alert, group: RuleGroup): number {
  return fires.filter((scenario) => lasts(scenario, seconds(ampStep(scenario, group)))).length;
}

/** The one series of the firing alert, with the labels that it has to have. */
function labelled(alert: Alert, { labels }: FiringScenario): string {
  const wanted = Object.entries({ ...labels, severity: alert.severity }).map(
    ([label, value]) => `${label}=${quote(value)}`,
  );
  return `${firingSeries(alert).slice(0, -1)}, ${wanted.join(", ")}}`;
}
