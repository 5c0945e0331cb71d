import { parsePromql, quote, seconds, type Duration } from "@monitoring/collection";
import type { Alert } from "./alert.ts";
import {
  annotations,
  ruleName,
  type CompiledRule,
  type RuleFile,
  type RuleOptions,
} from "./compile-rules.ts";
import type { RuleGroup } from "./rule-group.ts";
import type { FiringScenario, InputSeries, QuietScenario, RecordingScenario, Scenario } from "./scenario.ts";

/** A scenario as promtool tries it, in a file of its own: promtool's time grows with the square of what is in one. */
export interface Trial {
  /** `HighCpuUsage stays quiet when a backup runs`. */
  readonly name: string;
  /** The rule that it is about. */
  readonly rule: string;
  /** That rule and what it reads, as promtool evaluates every rule of its files. */
  readonly rules: RuleFile;
  readonly series: readonly InputSeries[];
  /** How often the rules are evaluated for it, and after how many seconds again. */
  readonly evaluations: number;
  readonly step: number;
  /** Whether something must come of it, rather than nothing. */
  readonly telling: boolean;
  /** What the scenario expects. */
  readonly expectations: Expectations;
  /**
   * The unit test as a plain value.
   * @param rulesPath how it names the rule file
   * @param asked what it asks instead of what the scenario expects
   */
  readonly file: (rulesPath: string, asked?: Expectations) => object;
}

/** What a unit test asks, in promtool's words. */
export interface Expectations {
  readonly alert_rule_test?: readonly {
    readonly alertname: string;
    readonly eval_time: string;
    readonly exp_alerts: readonly object[];
  }[];
  readonly promql_expr_test?: readonly Question[];
}

/** An expression and what it gives. */
export interface Question {
  readonly expr: string;
  readonly eval_time: string;
  readonly exp_samples: readonly { readonly labels: string; readonly value: number }[];
}

/**
 * The proof of an alert: its scenarios, and that it stays quiet without any data unless a scenario says otherwise.
 * @param compiled the rule files as they are deployed, from which the rules are taken
 */
export function alertTrials(
  compiled: readonly RuleFile[],
  group: RuleGroup,
  alert: Alert,
  options: RuleOptions,
): readonly Trial[] {
  const quiet = alert.quiet === "never" ? [] : alert.quiet;
  const trial = (name: string, scenario: Tried, expectations: (step: Duration) => Expectations): Trial => {
    const step = stepOf(scenario, group);
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
      trial(`fires when ${scenario.when}`, scenario, (step) => firing(alert, scenario, step, options)),
    ),
    ...quiet.map((scenario) =>
      trial(`stays quiet when ${scenario.when}`, scenario, () => staysQuiet(alert, scenario)),
    ),
    ...(firesWithoutData(alert)
      ? []
      : [trial("stays quiet without any data", nothing, () => withoutData(alert))]),
  ];
}

/** The proof of a recording: its scenarios among those of its group. */
export function recordingTrials(
  compiled: readonly RuleFile[],
  group: RuleGroup,
  rule: string,
): readonly Trial[] {
  const own = (group.scenarios ?? []).filter(({ recording }) => recording.name === rule);
  return own.map((scenario) => {
    const name = `${rule} is right when ${scenario.when}`;
    return trialOf(compiled, {
      name,
      rule,
      scenario,
      step: stepOf(scenario, group),
      expectations: given(scenario),
    });
  });
}

/** What of a scenario is tried. */
export type Tried = Pick<Scenario, "interval" | "series" | "step"> &
  Partial<Pick<FiringScenario, "at" | "until">>;

/** A scenario without any data. */
export const nothing = { interval: "1m", series: [], at: "10m" } as const satisfies Tried;

/** How often the rules of a scenario are evaluated. */
export function stepOf({ step }: Tried, group: RuleGroup): Duration {
  return step ?? group.testStep ?? group.interval;
}

interface Attempt {
  readonly name: string;
  readonly rule: string;
  readonly scenario: Tried;
  readonly step: Duration;
  readonly expectations: Expectations;
}

/** A scenario tried on the rules that it takes. */
export function trialOf(
  compiled: readonly RuleFile[],
  { name, rule, scenario, step, expectations }: Attempt,
): Trial {
  const told = new Set(scenario.series.map(metricOf));
  const rules = neededRules(compiled, rule, told);
  const { interval, series, at = "0s", until = at } = scenario;
  return {
    name,
    rule,
    rules,
    series,
    evaluations: seconds(until) / seconds(step) + 1,
    step: seconds(step),
    telling: "labels" in scenario || "recording" in scenario,
    expectations,
    file: (rulesPath, asked = expectations) => ({
      rule_files: [rulesPath],
      evaluation_interval: step,
      group_eval_order: rules.groups.map((one) => one.name),
      tests: [
        {
          name,
          interval,
          input_series: series,
          ...asked,
        },
      ],
    }),
  };
}

/** The metric of a scenario's series. */
function metricOf({ series }: InputSeries): string {
  return series.replace(/\{.*/s, "");
}

/**
 * A rule and, transitively, the recordings that it reads, in the order of the files.
 * @param told recordings that need not be computed
 */
function neededRules(compiled: readonly RuleFile[], name: string, told: ReadonlySet<string>): RuleFile {
  const rules = compiled.flatMap(({ groups }) => groups.flatMap((group) => group.rules));
  const needed = new Set<CompiledRule>();
  const need = (rule: CompiledRule): void => {
    if (needed.has(rule)) return;
    needed.add(rule);
    const read = new Set(parsePromql(rule.expr).selectors.map(({ metric }) => metric));
    rules
      .filter((other) => "record" in other && read.has(other.record) && !told.has(other.record))
      .forEach(need);
  };
  rules.filter((rule) => ruleName(rule) === name).forEach(need);
  const groups = compiled
    .flatMap((file) => file.groups)
    .map((group) => ({ ...group, rules: group.rules.filter((rule) => needed.has(rule)) }));
  return { groups: groups.filter((group) => group.rules.length > 0) };
}

function firing(alert: Alert, scenario: FiringScenario, step: Duration, options: RuleOptions): Expectations {
  const first = seconds(scenario.at);
  const last = scenario.until === undefined ? undefined : seconds(scenario.until) - seconds(step);
  const all = [scenario, ...(scenario.beside ?? [])].map((one) => expected(alert, one, options));
  return {
    alert_rule_test: [
      { alertname: alert.name, eval_time: scenario.at, exp_alerts: all },
      ...(scenario.until ? [{ alertname: alert.name, eval_time: scenario.until, exp_alerts: [] }] : []),
    ],
    promql_expr_test: [
      ...(first > 0 ? [neverFired(alert, first - seconds(step))] : []),
      ...(last === undefined ? [] : [stillFire(alert, all.length, last)]),
    ],
  };
}

/** That nothing fires in a quiet scenario. */
export function staysQuiet(alert: Alert, scenario: QuietScenario): Expectations {
  return { promql_expr_test: [neverFired(alert, seconds(scenario.at))] };
}

function given({ recording, at, gives }: RecordingScenario): Expectations {
  return {
    promql_expr_test: [
      {
        expr: `round(${recording.name}, 0.000001)`,
        eval_time: at,
        exp_samples: gives.map(({ labels, value }) => ({ labels: selector(labels), value })),
      },
    ],
  };
}

function selector(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}=${quote(value)}`);
  return `{${pairs.join(", ")}}`;
}

/** That nothing fires where there is nothing. */
export function withoutData(alert: Alert): Expectations {
  return { promql_expr_test: [neverFired(alert, seconds(nothing.at))] };
}

/** Whether an alert is meant to fire without any data. */
export function firesWithoutData(alert: Alert): boolean {
  return alert.quiet === "never" || alert.fires.some(({ series }) => series.length === 0);
}

/** Prometheus writes a series ALERTS for each evaluation at which an alert is pending or fires. */
export const firingSeries = (alert: Alert): string =>
  `ALERTS{alertname=${quote(alert.name)}, alertstate="firing"}`;

/** At no evaluation from the first sample up to a time in seconds. */
export function neverFired(alert: Alert, time: number): Question {
  return {
    expr: `count_over_time(${firingSeries(alert)}[${time + 1}s])`,
    eval_time: `${time}s`,
    exp_samples: [],
  };
}

function stillFire(alert: Alert, count: number, time: number): Question {
  return {
    expr: `count(${firingSeries(alert)})`,
    eval_time: `${time}s`,
    exp_samples: [{ labels: "{}", value: count }],
  };
}

function expected(
  alert: Alert,
  { labels, summary }: Pick<FiringScenario, "labels" | "summary">,
  options: RuleOptions,
): object {
  return {
    exp_labels: { ...labels, severity: alert.severity },
    exp_annotations: annotations(alert, summary, options),
  };
}
