import { seconds, type Duration } from "@monitoring/collection";
import { ruleName, type CompiledRule } from "../compile-rules.ts";
import { edited, type MutantKind } from "./edit.ts";
import { promqlEdits } from "./promql-edits.ts";
import { stretches } from "./replacements.ts";

/** A rule with one thing wrong. */
export interface RuleMutant {
  /** Name of the alert or recording. */
  readonly rule: string;
  readonly kind: MutantKind;
  /** What is wrong, each time another text for the same rule: `max → min`, `max → min (2)`. */
  readonly change: string;
  readonly mutated: CompiledRule;
}

type Alerting = Extract<CompiledRule, { readonly alert: string }>;

/** Every way in which a rule is made wrong, one at a time: its expression first, then the rest of it. */
export function ruleMutants(rule: CompiledRule): readonly RuleMutant[] {
  const made = [
    ...promqlEdits(rule.expr).map((edit) => ({
      kind: edit.kind,
      change: edit.change,
      mutated: { ...rule, expr: edited(rule.expr, edit) },
    })),
    ...("alert" in rule ? [...durations(rule), ...labels(rule)] : []),
  ];
  const seen = new Map<string, number>();
  return made.map(({ change, ...rest }) => {
    const count = (seen.get(change) ?? 0) + 1;
    seen.set(change, count);
    return { rule: ruleName(rule), change: count === 1 ? change : `${change} (${count})`, ...rest };
  });
}

type Made = Omit<RuleMutant, "rule">;

function durations(rule: Alerting): readonly Made[] {
  const { for: held, keep_firing_for: kept = "0s" } = rule;
  return [
    ...others(held).map((other) => ({
      kind: "for" as const,
      change: `for: ${held} → ${other}`,
      mutated: { ...rule, for: other },
    })),
    ...others(kept).map((other) => ({
      kind: "for" as const,
      change: `keep_firing_for: ${kept} → ${other}`,
      mutated: { ...rule, keep_firing_for: other },
    })),
  ];
}

// What a duration of 0 becomes: longer than any evaluation interval.
const some = 3600;

function others(duration: string): readonly string[] {
  const length = seconds(duration as Duration);
  return (length === 0 ? [some] : [0, ...stretches(length)]).map((value) => `${value}s`);
}

function labels(rule: Alerting): readonly Made[] {
  const { severity = "", ...rest } = rule.labels;
  const other = severity === "info" ? "warning" : "info";
  return [
    {
      kind: "severity",
      change: `severity: ${severity} → ${other}`,
      mutated: { ...rule, labels: { ...rest, severity: other } },
    },
    { kind: "label", change: "severity left out", mutated: { ...rule, labels: rest } },
  ];
}
