import { promqlSeconds } from "@monitoring/collection";
import { metricsIn } from "../changes/expression-change.ts";
import type { Description, Revision } from "../description.ts";
import type { DescribedAlert, DescribedRecording } from "../read/rules.ts";
import { inWords } from "../text/duration.ts";
import { code, listed } from "../text/markdown.ts";
import { firings, type Firing } from "./firings.ts";
import type { History } from "./history.ts";

/** How often an alert would have fired before and after a change, as Markdown; undefined where its rule is the same. */
export async function backtest(
  alert: string,
  revisions: readonly Revision[],
  history: History,
): Promise<string | undefined> {
  const changed = revisions
    .map((revision) => ({
      revision,
      old: ruleOf(revision.before, alert),
      young: ruleOf(revision.after, alert),
    }))
    .find(({ old, young }) => written(old) !== written(young));
  if (changed === undefined) return undefined;
  const { revision, old, young } = changed;
  const before = await past(old, revision.before, revision.before, history);
  const after = await past(young, revision.after, revision.before, history);
  const length = inWords(history.window.to - history.window.from);
  const days = history.isWhole ? length : `${length}, which is all that is kept,`;
  if (before === undefined) return `In the last ${days} it would have fired ${after ?? "not once"}.`;
  if (after === undefined) return `In the last ${days} it would have fired ${before}.`;
  return `In the last ${days} it would have fired ${after}; as it was, ${before}.`;
}

/** How often a rule would have fired, as the end of a sentence. */
async function past(
  rule: DescribedAlert | undefined,
  own: Description,
  running: Description,
  history: History,
): Promise<string | undefined> {
  if (rule === undefined) return undefined;
  const reads = [...new Set(metricsIn(rule.expr))];
  const computed = reads.filter(
    (metric) => origin(own.recordings, metric) !== origin(running.recordings, metric),
  );
  if (computed.length > 0) {
    return `nobody knows how often, because this change computes ${listed(computed.map(code), 3)} anew`;
  }
  try {
    const kept = await Promise.all(reads.map((metric) => history.has(metric)));
    const missing = reads.filter((_, i) => kept[i] === false).map(code);
    const without = missing.length > 0 ? `, but nothing is kept of ${listed(missing, 3)}` : "";
    const every = promqlSeconds(rule.interval || "1m");
    const [hold, keepFiring] = [promqlSeconds(rule.for), promqlSeconds(rule.keepFiringFor)];
    const found = firings(await history.presence(rule.expr, every), { every, hold, keepFiring });
    return `${inTotal(found, history)}${without}`;
  } catch (error) {
    return `nobody knows how often: Prometheus says ${code((error as Error).message)}`;
  }
}

function inTotal(found: readonly Firing[], { window }: History): string {
  if (found.length === 0) return "not once";
  const seconds = found.reduce((sum, { from, to }) => sum + Math.min(to, window.to) - from, 0);
  const series = new Set(found.map(({ labels }) => labels)).size;
  const where = series > 1 ? `, for ${series} label sets` : "";
  return `${found.length === 1 ? "once" : `${found.length} times`} (${inWords(seconds)} in all${where})`;
}

/** How a metric is computed, with all that this reads; empty for what exporters expose. */
function origin(recordings: readonly DescribedRecording[], metric: string, depth = 0): string {
  // Rules that read each other in a circle have no origin.
  if (depth > 10) return "";
  return recordings
    .filter(({ name }) => name === metric)
    .map(({ expr, labels }) =>
      [
        expr,
        JSON.stringify(labels),
        ...metricsIn(expr).map((read) => origin(recordings, read, depth + 1)),
      ].join("\n"),
    )
    .join("\n");
}

function ruleOf({ alerts }: Description, name: string): DescribedAlert | undefined {
  return alerts.find((alert) => alert.name === name);
}

/** What of a rule decides when it fires. */
function written(rule: DescribedAlert | undefined): string {
  return rule ? JSON.stringify([rule.expr, rule.for, rule.keepFiringFor, rule.interval]) : "";
}
