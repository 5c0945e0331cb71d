import {
  ruleName,
  type CompiledRule,
  type Expectations,
  type RuleFile,
  type Trial,
} from "@monitoring/alerting";
import { parsePromql, quote, type Selector } from "@monitoring/collection";
import type { Candidate } from "./candidates.ts";
import { UserError } from "../user-error.ts";
import type { Verdict } from "./run-trials.ts";

/**
 * Mutants that one scenario is tried on at once, beside the right rules: each mutant, and all that reads it, under names
 * of their own. So a scenario's series are loaded once, and what no mutant changes is evaluated once.
 */
export interface Batch {
  readonly trial: Trial;
  readonly candidates: readonly Candidate[];
  /** Whether the right rules are tried as well. */
  readonly right: boolean;
  readonly rules: RuleFile;
  readonly expectations: Expectations;
}

/** The batches in which a scenario is tried on mutants, and on the right rules. */
export function batches(trial: Trial, candidates: readonly Candidate[]): readonly Batch[] {
  return standsAlone(trial)
    ? [batch(trial, [], true), ...candidates.map((candidate) => batch(trial, [candidate], false))]
    : [batch(trial, candidates, true)];
}

/** Whether copies under other names read other series: those of each other, or not those that the scenario gives. */
function standsAlone({ rules, series }: Trial): boolean {
  const all = rules.groups.flatMap((group) => group.rules);
  const given = new Set(series.map((one) => one.series.replace(/\{.*/s, "")));
  return all.some(
    (rule) =>
      given.has(ruleName(rule)) ||
      parsePromql(rule.expr).selectors.some(
        ({ metric }) => metric === undefined || metric.startsWith("ALERTS"),
      ),
  );
}

/** Names, and what they become. */
type Names = ReadonlyMap<string, string>;

function batch(trial: Trial, candidates: readonly Candidate[], right: boolean): Batch {
  const copies = candidates.map(({ mutant, original }, i) => {
    const suffix = right ? `_mutant_${i}` : "";
    const names = new Map([...changedBy(trial, original)].map((name) => [name, name + suffix]));
    const copy = (rule: CompiledRule): readonly CompiledRule[] =>
      names.has(ruleName(rule)) ? [renamed(rule === original ? mutant.mutated : rule, names)] : [];
    return { names, copy };
  });
  const rule = (one: CompiledRule): readonly CompiledRule[] => {
    const wrong = copies.flatMap(({ copy }) => copy(one));
    return right || wrong.length === 0 ? [one, ...wrong] : wrong;
  };
  const groups = trial.rules.groups.map((group) => ({ ...group, rules: group.rules.flatMap(rule) }));
  return { trial, candidates, right, rules: { groups }, expectations: expected(trial, copies, right) };
}

function expected(
  { expectations: { alert_rule_test = [], promql_expr_test = [] } }: Trial,
  copies: readonly { readonly names: Names }[],
  right: boolean,
): Expectations {
  const all: readonly Names[] = [
    ...(right ? [new Map<string, string>()] : []),
    ...copies.map(({ names }) => names),
  ];
  return {
    alert_rule_test: all.flatMap((names) =>
      alert_rule_test.map((one) => ({ ...one, alertname: names.get(one.alertname) ?? one.alertname })),
    ),
    promql_expr_test: all.flatMap((names) =>
      promql_expr_test.map((one) => ({ ...one, expr: renamedIn(one.expr, names) })),
    ),
  };
}

/** The names of a rule and of those that read it, at however many removes. */
function changedBy({ rules }: Trial, original: CompiledRule): ReadonlySet<string> {
  const names = new Set([ruleName(original)]);
  // Names that are added meanwhile have their turn.
  for (const name of names) {
    rules.groups
      .flatMap((group) => group.rules)
      .filter(({ expr }) => parsePromql(expr).selectors.some(({ metric }) => metric === name))
      .forEach((reader) => names.add(ruleName(reader)));
  }
  return names;
}

function renamed(rule: CompiledRule, names: Names): CompiledRule {
  const old = ruleName(rule);
  const name = names.get(old) ?? old;
  const expr = renamedIn(rule.expr, names);
  return "alert" in rule ? { ...rule, alert: name, expr } : { ...rule, record: name, expr };
}

/** PromQL that reads series of other names, and alerts of other names. */
function renamedIn(expr: string, names: Names): string {
  return parsePromql(expr).selectors.reduceRight((text, { metric = "", matchers, from }: Selector) => {
    const alert = matchers.find(({ label }) => metric === "ALERTS" && label === "alertname")?.value;
    const [before, after] =
      alert === undefined ? [metric, names.get(metric)] : [quote(alert), names.get(alert)];
    if (after === undefined) return text;
    const start = text.indexOf(before, from);
    return (
      text.slice(0, start) + (alert === undefined ? after : quote(after)) + text.slice(start + before.length)
    );
  }, expr);
}

/** What came of a batch. */
export interface Outcome {
  readonly killed: readonly Candidate[];
  /** Those of whom everything holds that the scenario expects. */
  readonly passed: readonly Candidate[];
  /** Whether the scenario fails with the right rules. */
  readonly rightFails: boolean;
}

// What a scenario expects and did not get, or a rule that cannot be evaluated with the scenario's series.
const failed = /^ +(?:alertname|expr): (.*), time: \S+, ?$|^ +rule: (.*), time: \S+, err: /gm;

/**
 * Reads promtool's verdict.
 * @throws when the batch fails for another reason than what the scenario expects
 */
export function outcome({ trial, candidates, right }: Batch, { ok, output }: Verdict): Outcome {
  const failures = [...output.matchAll(failed)];
  if ((!ok && failures.length === 0) || /^ +expr: .*, time: \S+, err: /m.test(output)) {
    throw new UserError(`promtool could not try ${trial.name}:\n${output}`);
  }
  const whose = failures.map(([, asked = "", rule = ""]) => {
    const [, index] = /_mutant_(\d+)\b/.exec(asked + rule) ?? (right ? [] : ["", "0"]);
    return index === undefined ? undefined : candidates[Number(index)];
  });
  // promtool stops where a rule cannot be evaluated, and has not said all of the others.
  const whole = failures.every(([, , rule]) => rule === undefined);
  const killed = candidates.filter((candidate) => whose.includes(candidate));
  return {
    killed,
    passed: whole ? candidates.filter((candidate) => !killed.includes(candidate)) : [],
    rightFails: whose.includes(undefined),
  };
}
