import type { Duration, Promql, Recording } from "@monitoring/collection";
import type { Alert, AlertGroup } from "./alert.ts";

/** A named set of recordings that are evaluated in order. */
export interface RecordingGroup {
  readonly name: string;
  readonly interval: Duration;
  readonly recordings: readonly Recording[];
}

/** What every alert's links start with. */
export interface RuleOptions {
  /** Folder of the runbooks, without a final slash. */
  readonly runbookBaseUrl: string;
}

/** A Prometheus rule file as a plain value: recordings, one group. */
export function compileRecordings(group: RecordingGroup): object {
  return {
    groups: [
      {
        name: group.name,
        interval: group.interval,
        rules: group.recordings.map(({ name, expr }) => ({ record: name, expr: expr.text })),
      },
    ],
  };
}

/** A Prometheus rule file as a plain value: alerts, one group. */
export function compileAlerts(group: AlertGroup, options: RuleOptions): object {
  return {
    groups: [
      {
        name: group.name,
        interval: group.interval,
        rules: group.alerts.map((alert) => compileAlert(alert, options)),
      },
    ],
  };
}

function compileAlert(alert: Alert, options: RuleOptions): object {
  return {
    alert: alert.name,
    expr: alert.expr.text,
    for: alert.for,
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
