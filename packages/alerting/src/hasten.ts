import { parsePromql, promqlSeconds, seconds, type Duration, type Promql } from "@monitoring/collection";
import { expression, type Alert } from "./alert.ts";
import type { RuleGroup } from "./rule-group.ts";

/** At what pace hastened rules are scraped for and evaluated. */
export const hastenedInterval = "1s" satisfies Duration;

// A rate wants two samples, and one scrape may be late.
const shortestRange = 4;

/**
 * The same group where time runs so many times faster: every window, offset and `for` is that much shorter, rounded up
 * to whole seconds, and no window is shorter than four scrapes. Thresholds stay, so that one which counts seconds means
 * more than before.
 */
export function hasten(group: RuleGroup, factor: number): RuleGroup {
  const faster = (expr: Promql): Promql => ({ ...expr, text: hastenText(expr.text, factor) });
  return {
    ...group,
    interval: hastenedInterval,
    recordings: group.recordings.map((recording) => ({ ...recording, expr: faster(recording.expr) })),
    alerts: group.alerts.map((alert) => hastenAlert(alert, faster, factor)),
  };
}

function hastenAlert(alert: Alert, faster: (expr: Promql) => Promql, factor: number): Alert {
  const { threshold: _inTheExpression, ...row } = alert;
  return {
    ...row,
    expr: faster(expression(alert)),
    for: alert.for === "0s" ? "0s" : shorter(seconds(alert.for), factor),
    ...(alert.keepFiringFor && { keepFiringFor: shorter(seconds(alert.keepFiringFor), factor) }),
  };
}

/** A PromQL text whose windows and offsets are so many times shorter. */
export function hastenText(text: string, factor: number): string {
  const edits: { readonly from: number; readonly to: number; readonly text: string }[] = [];
  parsePromql(text).tree.iterate({
    enter: ({ node: { parent, from, to }, name }) => {
      // A number in any other place is a value.
      if (name !== "NumberDurationLiteralInDurationContext") return;
      const wanted = promqlSeconds(text.slice(from, to)) / factor;
      const least = parent?.name === "OffsetDurationExpr" || isStep(text, from) ? 1 : shortestRange;
      edits.push({ from, to, text: `${Math.max(Math.ceil(wanted), least)}s` });
    },
  });
  return edits.reduceRight((done, edit) => done.slice(0, edit.from) + edit.text + done.slice(edit.to), text);
}

/** Whether a duration is the second of a subquery's two. */
function isStep(text: string, from: number): boolean {
  return text.slice(0, from).trimEnd().endsWith(":");
}

function shorter(wanted: number, factor: number): Duration {
  return `${Math.ceil(wanted / factor)}s`;
}
