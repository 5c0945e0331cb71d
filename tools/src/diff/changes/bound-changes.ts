import type { Revision } from "../description.ts";
import { pair } from "../pair.ts";
import { inWords } from "../text/duration.ts";
import { code, count, table } from "../text/markdown.ts";
import { keptAlert, rank } from "./alert-changes.ts";
import { changeOf, type Change, type Risk } from "./change.ts";

/**
 * How late messages of alerts leave that are themselves as before: because what they read is asked or computed more or
 * less often.
 */
export function boundChanges(revision: Revision): readonly Change[] {
  const [before, after] = [
    revision.before.facts.notifiedWithin ?? {},
    revision.after.facts.notifiedWithin ?? {},
  ];
  const alerts = pair(revision.before.alerts, revision.after.alerts, ({ name }) => name).kept;
  const rows = alerts
    .filter(([old, young]) => keptAlert(old, young, revision).length === 0)
    .map(([, alert]) => ({ alert, was: before[alert.name], is: after[alert.name] }))
    .flatMap(({ alert, was, is }) => (was === undefined || is === undefined ? [] : [{ alert, was, is }]));
  const moved = (risk: Risk, isMoved: (seconds: number) => boolean, word: string): readonly Change[] => {
    const own = rows.filter(({ was, is }) => isMoved(is - was)).sort((a, b) => rank(a.alert) - rank(b.alert));
    const [first] = own;
    if (first === undefined) return [];
    const example = `${code(first.alert.name)} within ${inWords(first.is)} instead of ${inWords(first.was)}`;
    return changeOf(
      `Messages of ${count(own.length, "alert")} that ${own.length === 1 ? "is itself" : "are themselves"} as before`,
      [{ risk, says: `leave ${word}: ${example}${own.length > 1 ? ", and others" : ""}` }],
      {
        rank: rank(first.alert),
        detail: table(
          ["alert", "before", "after"],
          own.map(({ alert, was, is }) => [code(alert.name), inWords(was), inWords(is)]),
        ),
      },
    );
  };
  return [
    ...moved("later", (seconds) => seconds >= 1, "later"),
    ...moved("louder", (seconds) => seconds <= -1, "sooner"),
  ];
}
