import { allChanges } from "./changes/all-changes.ts";
import { byRisk, riskNames, risks, type Change, type Fact, type Risk } from "./changes/change.ts";
import type { Revision } from "./description.ts";
import { numbers } from "./numbers.ts";
import { masked } from "./text/masked.ts";
import { count } from "./text/markdown.ts";

/** What GitHub takes as one comment, in characters. */
export const commentLimit = 65_536;

/** The first line of a review, by which its comment is found again. */
export const marker = "<!-- monitoring: what this change means for people -->";

/** How a review is written. */
export interface ReviewOptions {
  /** What was compared, as Markdown. */
  readonly base: string;
  readonly head: string;
  /** What to run to see what did not fit. */
  readonly command: string;
  /** How often an alert would have fired, before and after, as Markdown; undefined where nobody looked. */
  readonly history?: (alert: string) => string | undefined;
  /** @default {@link commentLimit} */
  readonly limit?: number;
}

/** A fact, and the stacks in which it holds. */
interface Told extends Fact {
  readonly stacks: readonly string[];
}

/** Changes of several stacks that are about the same, as one: as dangerous as the worst of its facts, which is first. */
interface Item {
  readonly change: Change;
  readonly facts: readonly [Told, ...Told[]];
}

/** What a change of this project means for people, as Markdown for a comment: the most dangerous first. */
export function review(revisions: readonly Revision[], options: ReviewOptions): string {
  const items = together(revisions);
  const texts = items.map((item) => ({
    risk: item.facts[0].risk,
    text: masked(sentence(item, revisions.length, options)),
    detail: masked(detail(item.change)),
  }));
  const head = [marker, "## What this change means for people", verdict(items), numbers(revisions)];
  const foot = `Compared: ${options.base} with ${options.head}. ${glossary}`;
  const around = masked([...head, foot].join("\n\n")).length + headings;
  // Sentences first, then details as far as there is room, both from the most dangerous on.
  const room = (options.limit ?? commentLimit) - around - 2 * missing(1e6, "change", options).length;
  const shown = fitting(
    texts.map(({ text }) => text),
    room,
  );
  const detailed = fitting(
    texts.slice(0, shown).map(({ detail }) => detail),
    room - lengthOf(texts.slice(0, shown).map(({ text }) => text)),
  );
  const parts = [
    ...head.map(masked),
    ...sections(
      texts
        .slice(0, shown)
        .map((one, i) => ({ ...one, text: i < detailed ? `${one.text}${one.detail}` : one.text })),
    ),
    missing(texts.length - shown, "change", options),
    missing(texts.slice(detailed).filter((one) => one.detail !== "").length, "detail", options),
    masked(foot),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

/** Room for the headings of all sections, and the lines between all parts. */
const headings =
  Object.values(risks).reduce((sum, { heading, why }) => sum + heading.length + why.length + 30, 0) + 30;

/** How many texts, from the first on, fit into so many characters. */
function fitting(texts: readonly string[], room: number): number {
  let left = room;
  const end = texts.findIndex((text) => (left -= text.length + 1) < 0);
  return end < 0 ? texts.length : end;
}

function lengthOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + text.length + 1, 0);
}

function missing(left: number, what: string, { command }: ReviewOptions): string {
  return left === 0 ? "" : `_${count(left, what)} more did not fit here: \`${command}\`_`;
}

function together(revisions: readonly Revision[]): readonly Item[] {
  const all = revisions.flatMap((revision) =>
    allChanges(revision).map((change) => ({ change, stack: revision.after.stack })),
  );
  return [...Map.groupBy(all, ({ change }) => change.subject).values()]
    .flatMap((group): Item[] => {
      const facts = group.flatMap(({ change, stack }) => change.facts.map((fact) => ({ fact, stack })));
      const told = [...Map.groupBy(facts, ({ fact }) => fact.says).values()].flatMap((same) =>
        same
          .slice(0, 1)
          .map(({ fact }) => ({ ...fact, stacks: [...new Set(same.map(({ stack }) => stack))] })),
      );
      const [worst, ...rest] = told.toSorted(byRisk);
      const [first] = group;
      return first && worst ? [{ change: first.change, facts: [worst, ...rest] }] : [];
    })
    .toSorted((a, b) => byRisk(a.facts[0], b.facts[0]) || a.change.rank - b.change.rank);
}

const less: readonly Risk[] = ["untold", "later", "unclear", "kept"];

function verdict(items: readonly Item[]): string {
  const [first] = items;
  if (first === undefined) return "**Nothing.** Both revisions compile to the same files.";
  const [{ risk, says }] = first.facts;
  // What is said in bold is enough; it may hold in several stacks, with other words around it.
  const short = (text: string): string => /\*\*(.+?)\*\*/.exec(text)?.[1] ?? text;
  const stacks = new Set(
    first.facts.filter((one) => short(one.says) === short(says)).flatMap((one) => one.stacks),
  );
  const worst = `${first.change.subject} ${short(says)} (${[...stacks].join(", ")})`;
  if (less.includes(risk)) return `**Most dangerous: ${worst}.**`;
  if (risk === "louder") return `**Nobody is told less. Most important: ${worst}.**`;
  return `**Alerts stay as they are. Most important: ${worst}.**`;
}

function sections(texts: readonly { readonly risk: Risk; readonly text: string }[]): readonly string[] {
  return riskNames.flatMap((risk) => {
    const own = texts.filter((one) => one.risk === risk);
    if (own.length === 0) return [];
    const { heading, why } = risks[risk];
    const reason = why === "" ? [] : [`_${why}_`];
    return [
      [`### ${heading} (${own.length})`, ...reason, own.map(({ text }) => text).join("\n")].join("\n\n"),
    ];
  });
}

function sentence({ change, facts }: Item, all: number, { history }: ReviewOptions): string {
  const past = change.alert === undefined ? undefined : history?.(change.alert);
  // What holds in the same stacks stands in one line.
  const lines = [...Map.groupBy(facts, ({ stacks }) => stacks.join(", "))].map(
    ([stacks, some], _, groups) => {
      const isEverywhere = groups.length === 1 && some[0]?.stacks.length === all;
      return `${isEverywhere ? "" : `(${stacks}) `}${some.map(({ says }) => says).join("; ")}.`;
    },
  );
  const [first = "", ...others] = lines;
  return [
    `- **${change.subject}** ${first}`,
    ...others.map((line) => `  - ${line}`),
    ...(change.meaning === "" ? [] : ["", `  > ${change.meaning}`]),
    ...(past === undefined ? [] : ["", `  ${past}`]),
  ].join("\n");
}

function detail({ detail: text }: Change): string {
  if (text === "") return "";
  const lines = ["", "<details><summary>in full</summary>", "", text, "", "</details>"]
    .join("\n")
    .split("\n");
  return `\n${lines.map((line) => (line === "" ? "" : `  ${line}`)).join("\n")}`;
}

const glossary =
  "An alert pages when it reaches a service that wakes people, such as PagerDuty. " +
  "Load and price are those of the exporters as they were recorded, not of a running stack.";
