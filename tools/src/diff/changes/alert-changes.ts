import { toYaml } from "@monitoring/collection";
import type { Description, Revision } from "../description.ts";
import { pair } from "../pair.ts";
import type { DescribedAlert } from "../read/rules.ts";
import { diffBlock } from "../text/line-diff.ts";
import { inWords } from "../text/duration.ts";
import { block, code, listed, words } from "../text/markdown.ts";
import { heldBackBy, toldOf } from "../told.ts";
import { changeOf, type Change, type Fact } from "./change.ts";
import { expressionFacts, inLines } from "./expression-change.ts";
import { addressFacts, durationFacts, fact, people, said, timeFacts } from "./told-facts.ts";

/** What becomes different about alerts themselves; what routes do to alerts that stay as they are is told elsewhere. */
export function alertChanges(revision: Revision): readonly Change[] {
  const { before, after } = revision;
  const { removed, added, kept } = pair(before.alerts, after.alerts, ({ name }) => name);
  const renamed = removed.flatMap((old) => {
    const young = added.find((one) => sameButName(old, one));
    return young ? [[old, young] as const] : [];
  });
  const isRenamed = (alert: DescribedAlert): boolean => renamed.some((both) => both.includes(alert));
  return [
    ...removed.filter((alert) => !isRenamed(alert)).flatMap((alert) => goneAlert(alert, before)),
    ...added.filter((alert) => !isRenamed(alert)).flatMap((alert) => newAlert(alert, after)),
    ...renamed.flatMap(([old, young]) =>
      changeOf(subject(young), [
        {
          risk: "unclear",
          says: `is what ${code(old.name)} is called now; silences and links of the old name no longer hold`,
        },
      ]),
    ),
    ...kept.flatMap(([old, young]) => keptAlert(old, young, revision)),
  ];
}

function goneAlert(alert: DescribedAlert, before: Description): readonly Change[] {
  const { addresses } = toldOf(before.routing, alert);
  const risk = addresses.length > 0 ? "untold" : "shown";
  const facts: readonly Fact[] = [
    { risk, says: "**is gone**" },
    { risk, says: `it reached ${people(addresses)}` },
  ];
  return changeOf(subject(alert), facts, {
    alert: alert.name,
    rank: rank(alert),
    meaning: meaning(alert),
    detail: diffBlock(inFull(alert), ""),
  });
}

function newAlert(alert: DescribedAlert, after: Description): readonly Change[] {
  const { addresses } = toldOf(after.routing, alert);
  const risk = addresses.length > 0 ? "louder" : "shown";
  const pages = addresses.some((address) => address.pages);
  const facts: readonly Fact[] = [
    { risk, says: `is new, severity ${code(severity(alert))}` },
    { risk, says: `${pages ? "**pages**: it " : ""}reaches ${people(addresses)}` },
  ];
  return changeOf(subject(alert), facts, {
    alert: alert.name,
    rank: rank(alert),
    meaning: meaning(alert),
    detail: block("yaml", inFull(alert)),
  });
}

/** What becomes different about one alert itself. */
export function keptAlert(old: DescribedAlert, young: DescribedAlert, revision: Revision): readonly Change[] {
  const facts = [
    ...labelFacts(old, young, revision),
    ...expressionFacts(old.expr, young.expr),
    ...said("must hold for", durationFacts(old.for, young.for)),
    ...said("goes on firing for", durationFacts(old.keepFiringFor, young.keepFiringFor, "louder")),
    ...said("is evaluated every", durationFacts(old.interval || "1m", young.interval || "1m")),
    ...holdFacts(old, young, revision),
    ...wordFacts(old, young),
  ];
  return changeOf(subject(young), [...facts, ...boundFacts(young.name, facts, revision)], {
    alert: young.name,
    rank: Math.min(rank(old), rank(young)),
    meaning: meaning(young),
    detail: diffBlock(inFull(old), inFull(young)),
  });
}

const ranks: readonly string[] = ["heartbeat", "critical", "high", "warning", "info"];

/** The more urgent, the lower. */
export function rank(alert: DescribedAlert): number {
  const at = ranks.indexOf(severity(alert));
  return at < 0 ? ranks.length : at;
}

function severity({ labels }: DescribedAlert): string {
  return labels["severity"] ?? "without severity";
}

function labelFacts(
  old: DescribedAlert,
  young: DescribedAlert,
  { before, after }: Revision,
): readonly Fact[] {
  const keys = [...new Set([...Object.keys(old.labels), ...Object.keys(young.labels)])].sort();
  const changed = keys.filter((key) => old.labels[key] !== young.labels[key]);
  if (changed.length === 0) return [];
  const changes = changed.map((key): Fact => {
    const says = `${key} ${code(old.labels[key] ?? "none")} → ${code(young.labels[key] ?? "none")}`;
    const worse = rank(young) - rank(old);
    if (key !== "severity") return { risk: "unclear", says: `label ${says}` };
    return { risk: worse > 0 ? "later" : worse < 0 ? "louder" : "unclear", says };
  });
  const [was, is] = [toldOf(before.routing, old), toldOf(after.routing, young)];
  return [...addressFacts(was, is), ...changes, ...timeFacts(was, is)];
}

function holdFacts(old: DescribedAlert, young: DescribedAlert, { before, after }: Revision): readonly Fact[] {
  const [was, is] = [
    heldBackBy(before.routing, old, before.alerts),
    heldBackBy(after.routing, young, after.alerts),
  ];
  const began = is.filter((name) => !was.includes(name));
  // A source that is gone is told of itself.
  const ended = was.filter((name) => !is.includes(name) && after.alerts.some((alert) => alert.name === name));
  return [
    ...fact(began, "later", (list) => `**tells nobody while ${list} fires**`),
    ...fact(ended, "louder", (list) => `is no longer held back while ${list} fires`),
  ];
}

const texts: Readonly<Record<string, string>> = { summary: "summary", description: "description" };

function wordFacts(old: DescribedAlert, young: DescribedAlert): readonly Fact[] {
  const keys = [...new Set([...Object.keys(old.annotations), ...Object.keys(young.annotations)])]
    // Links to runbooks change together.
    .filter((key) => key !== "runbook_url" && old.annotations[key] !== young.annotations[key])
    .sort();
  if (keys.length === 0) return [];
  return [
    { risk: "worded", says: `says it in other words (${listed(keys.map((key) => texts[key] ?? key))})` },
  ];
}

/** How late a message leaves, where something else about the alert is different, too. */
function boundFacts(alert: string, facts: readonly Fact[], { before, after }: Revision): readonly Fact[] {
  const [was, is] = [before.facts.notifiedWithin?.[alert], after.facts.notifiedWithin?.[alert]];
  if (facts.length === 0 || was === undefined || is === undefined || Math.abs(is - was) < 1) return [];
  return [
    {
      risk: is > was ? "later" : "louder",
      says: `a message leaves within ${inWords(is)} instead of ${inWords(was)}`,
    },
  ];
}

function sameButName(one: DescribedAlert, other: DescribedAlert): boolean {
  return ["expr", "for", "severity"].every((key) => fields(one)[key] === fields(other)[key]);
}

function fields(alert: DescribedAlert): Readonly<Record<string, string>> {
  return { expr: alert.expr, for: alert.for, severity: severity(alert) };
}

function subject({ name }: DescribedAlert): string {
  return code(name);
}

function meaning({ annotations }: DescribedAlert): string {
  return words(annotations["description"] ?? annotations["summary"] ?? "");
}

/** An alert as a text whose lines can be compared. */
function inFull(alert: DescribedAlert): string {
  const { name, expr, labels, annotations } = alert;
  return toYaml({
    alert: name,
    expr: inLines(expr),
    for: alert.for,
    ...(alert.keepFiringFor !== "0s" && { keep_firing_for: alert.keepFiringFor }),
    labels,
    annotations,
  }).trimEnd();
}
