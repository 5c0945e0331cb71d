import type { Revision } from "../description.ts";
import { pair } from "../pair.ts";
import type { DescribedInhibition, DescribedRouting, Matcher } from "../read/routing.ts";
import type { DescribedAlert } from "../read/rules.ts";
import { diffBlock } from "../text/line-diff.ts";
import { code, count, listed } from "../text/markdown.ts";
import { isByName, name, toldOf } from "../told.ts";
import { rank } from "./alert-changes.ts";
import { changeOf, type Change } from "./change.ts";
import { addressFacts, timeFacts } from "./told-facts.ts";

/** So many alerts are named in a sentence; the rest is counted, and listed below. */
const named = 5;

/** What becomes different for alerts that stay as they are, because routes, receivers or times do. */
export function routingChanges(revision: Revision): readonly Change[] {
  const { before, after } = revision;
  return [
    ...regrouped(revision),
    ...inhibitionChanges(before.routing, after.routing),
    ...looks(before.routing, after.routing),
  ];
}

/** Alerts to which the same happens are told of together. */
function regrouped({ before, after }: Revision): readonly Change[] {
  const same = pair(before.alerts, after.alerts, (alert) => alert.name).kept.filter(([old, young]) =>
    sameLabels(old, young),
  );
  const facts = same.map(([old, young]) => {
    const [was, is] = [toldOf(before.routing, old), toldOf(after.routing, young)];
    return { alert: young, facts: [...addressFacts(was, is), ...timeFacts(was, is)] };
  });
  const groups = Map.groupBy(
    facts.filter((one) => one.facts.length > 0),
    (one) => JSON.stringify(one.facts),
  );
  return [...groups.values()].flatMap((group) => {
    const alerts = group.map(({ alert }) => alert).sort((a, b) => rank(a) - rank(b));
    const names = alerts.map((alert) => code(alert.name));
    const who = names.length === 1 ? (names[0] ?? "") : `Each of ${listed(names, named)}`;
    return changeOf(who, group[0]?.facts ?? [], {
      rank: Math.min(...alerts.map(rank)),
      detail: names.length > named ? `${count(names.length, "alert")}: ${names.join(", ")}` : "",
    });
  });
}

function sameLabels(one: DescribedAlert, other: DescribedAlert): boolean {
  const entries = Object.entries(one.labels);
  return (
    entries.length === Object.keys(other.labels).length &&
    entries.every(([label, value]) => other.labels[label] === value)
  );
}

/** Rules that hold back by severity or service; those that name alerts are told with the alerts. */
function inhibitionChanges(before: DescribedRouting, after: DescribedRouting): readonly Change[] {
  const general = (routing: DescribedRouting): readonly DescribedInhibition[] =>
    routing.inhibitions.filter(({ sources }) => !isByName(sources));
  const { removed, added } = pair(general(before), general(after), sentence);
  return [
    ...added.flatMap((rule) => changeOf("Alerts", [{ risk: "later", says: `with ${sentence(rule)}` }])),
    ...removed.flatMap((rule) =>
      changeOf("Alerts", [{ risk: "louder", says: `no longer: ${sentence(rule)}` }]),
    ),
  ];
}

function sentence({ sources, targets, equal }: DescribedInhibition): string {
  return `${written(targets)} tell nobody while one with ${written(sources)} fires${
    equal.length > 0 ? ` with the same ${listed(equal.map(code))}` : ""
  }`;
}

function written(matchers: readonly Matcher[]): string {
  return listed(matchers.map(({ label, op, value }) => code(`${label}${op}"${value}"`)));
}

/** Messages that reach the same people as before, but look different or travel otherwise. */
function looks(before: DescribedRouting, after: DescribedRouting): readonly Change[] {
  const all = (routing: DescribedRouting) => [
    ...new Map(
      Object.values(routing.receivers)
        .flat()
        .map((address) => [name(address), address]),
    ).values(),
  ];
  return pair(all(before), all(after), name).kept.flatMap(([old, young]) =>
    old.settings === young.settings
      ? []
      : changeOf(
          `Messages to ${code(name(young))}`,
          [{ risk: "worded", says: "look or travel differently" }],
          {
            detail: diffBlock(old.settings, young.settings),
          },
        ),
  );
}
