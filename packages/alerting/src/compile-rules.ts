import { type Promql } from "@monitoring/collection";
import { expression, type Alert } from "./alert.ts";
import type { RuleGroup } from "./rule-group.ts";

/** What every alert's links start with. */
export interface RuleOptions {
  /** Folder of the runbooks, without a final slash. */
  readonly runbookBaseUrl: string;
}

/** A Prometheus rule file. */
export interface RuleFile {
  readonly groups: readonly {
    readonly name: string;
    readonly interval: string;
    readonly rules: readonly CompiledRule[];
  }[];
}

/** A rule as Prometheus and AMP read it. */
export type CompiledRule =
  | { readonly record: string; readonly expr: string; readonly labels?: Readonly<Record<string, string>> }
  | ({ readonly alert: string } & CompiledAlert);

/** A rule's name: the alert's, or that of what it records. */
export function ruleName(rule: CompiledRule): string {
  return "alert" in rule ? rule.alert : rule.record;
}

interface CompiledAlert {
  readonly expr: string;
  readonly for: string;
  readonly keep_firing_for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** A group's rule file as a plain value: its recordings first, then its alerts. */
export function compileRules(group: RuleGroup, options: RuleOptions): RuleFile {
  return {
    groups: [
      {
        name: group.name,
        interval: group.interval,
        rules: [
          ...group.recordings.map(({ name, expr, sets }) => ({
            record: name,
            expr: expr.text,
            ...(sets && { labels: sets }),
          })),
          ...group.alerts.map((alert) => compileAlert(alert, options)),
        ],
      },
    ],
  };
}

function compileAlert(alert: Alert, options: RuleOptions): CompiledRule {
  return {
    alert: alert.name,
    expr: expression(alert).text,
    for: alert.for,
    ...(alert.keepFiringFor && { keep_firing_for: alert.keepFiringFor }),
    labels: { severity: alert.severity },
    annotations: annotations(alert, alert.summary, options),
  };
}

/** The annotations of an alert whose summary is given, as a template or filled in. */
export function annotations(alert: Alert, summary: string, options: RuleOptions): Record<string, string> {
  return {
    summary,
    description: alert.description,
    runbook_url: `${options.runbookBaseUrl}/${alert.name}.md`,
  };
}

/** Every metric that a set of rules reads, each once, in alphabetical order. */
export function metricsRead(expressions: readonly Promql[]): readonly string[] {
  return [...new Set(expressions.flatMap(({ reads }) => reads.map(({ metric }) => metric)))].sort();
}
