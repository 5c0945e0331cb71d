import { seconds, type Duration } from "@monitoring/collection";
import { weekStart } from "./expose.ts";
import type { AlertRule } from "./rules.ts";

/** A series over time. */
export interface PastSeries {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [number, string])[];
}

/** Asks Prometheus for a query from the week's start to its end. */
export type AskPast = (query: string, step: number) => Promise<readonly PastSeries[]>;

const step = 60;

/**
 * The series ALERTS that Prometheus would have written, as OpenMetrics lines: promtool computes the past of recordings
 * only. An alert is pending from where its condition holds, and fires once it has held for long enough.
 */
export async function alertLines(rules: readonly AlertRule[], ask: AskPast): Promise<readonly string[]> {
  const all = await Promise.all(rules.map(async (rule) => linesOf(rule, await ask(rule.expr, step))));
  return all.flat();
}

function linesOf(rule: AlertRule, found: readonly PastSeries[]): readonly string[] {
  const least = seconds(rule.for as Duration);
  return found.flatMap(({ metric: { __name__: _, ...labels }, values }) => {
    let since = 0;
    let before = 0;
    return values.flatMap(([at]) => {
      if (at - before > step) since = at;
      before = at;
      // What holds from the start on does so because series are missing that begin later; the heartbeat always does.
      if (since - weekStart < 3600 && rule.alert !== "Watchdog") return [];
      const state = at - since >= least ? "firing" : "pending";
      const all = { alertname: rule.alert, alertstate: state, ...labels, ...rule.labels };
      const pairs = Object.entries(all).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
      return [`ALERTS{${pairs.join(",")}} 1 ${at}`];
    });
  });
}
