import { expression, type Alert } from "./alert.ts";
import { fateOf, type WhyGone } from "./fate.ts";
import type { RuleGroup } from "./rule-group.ts";

/** An alert that cannot work where its rows are placed. */
export interface LeftOut {
  readonly alert: string;
  readonly why: string;
}

/** The rules that can work where some series do not exist, and the alerts that cannot. */
export interface PlacedRules {
  readonly groups: readonly RuleGroup[];
  readonly leftOut: readonly LeftOut[];
  /** Why the series of a selector do not exist, those among them that rules would have computed. */
  readonly whyGone: WhyGone;
}

/** Leaves out every rule that could only give nothing, or the same for ever, and then what reads only such rules. */
export function placeRules(groups: readonly RuleGroup[], whyNotThere: WhyGone): PlacedRules {
  const lost = new Map<string, string>();
  const whyGone: WhyGone = (selector) => lost.get(selector.metric ?? "") ?? whyNotThere(selector);
  const recordings = groups.flatMap((group) => group.recordings);
  for (let before = -1; before !== lost.size;) {
    before = lost.size;
    for (const [name, rules] of Map.groupBy(recordings, ({ name }) => name)) {
      // Several rules may compute one metric; it is gone when all of them are.
      const fates = rules.map(({ expr }) => fateOf(expr.text, whyGone));
      const [first] = fates;
      if (first && fates.every(({ gives }) => gives === "nothing")) lost.set(name, first.why);
    }
  }
  const leftOut = groups.flatMap(({ alerts }) => alerts.flatMap((alert) => cannotWork(alert, whyGone)));
  const gone = new Set(leftOut.map(({ alert }) => alert));
  return {
    groups: groups
      .map((group) => ({
        ...group,
        recordings: group.recordings.filter(({ expr }) => fateOf(expr.text, whyGone).gives !== "nothing"),
        alerts: group.alerts
          .filter(({ name }) => !gone.has(name))
          .map((alert) => possible(without(alert, gone), whyGone)),
      }))
      .filter(({ recordings, alerts }) => recordings.length + alerts.length > 0),
    leftOut,
    whyGone,
  };
}

function cannotWork(alert: Alert, whyGone: WhyGone): readonly LeftOut[] {
  const { gives, why } = fateOf(expression(alert).text, whyGone);
  if (gives === "something") return [];
  return [{ alert: alert.name, why: gives === "nothing" ? why : `it would always fire: ${why}` }];
}

/** The alert with the scenarios that can happen: those whose series may exist. */
function possible(alert: Alert, whyGone: WhyGone): Alert {
  const [first, ...rest] = alert.fires.filter(({ series }) =>
    series.every(({ series: text }) => fateOf(text, whyGone).gives !== "nothing"),
  );
  return first === undefined ? alert : { ...alert, fires: [first, ...rest] };
}

/** What is not there holds nothing back. */
function without(alert: Alert, gone: ReadonlySet<string>): Alert {
  const { inhibitedBy } = alert;
  return inhibitedBy === undefined
    ? alert
    : { ...alert, inhibitedBy: inhibitedBy.filter((name) => !gone.has(name)) };
}
