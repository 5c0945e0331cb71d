/** What a change may mean for people, the most dangerous first. */
export const risks = {
  untold: {
    heading: "Someone is no longer told, or something is no longer watched",
    why: "A fault of this kind may pass unnoticed.",
  },
  later: {
    heading: "Told later or less often",
    why: "A fault lasts longer, or is larger, before someone knows.",
  },
  unclear: {
    heading: "Fires under other conditions",
    why: "Whether that is more or less often, only a person can say.",
  },
  kept: { heading: "What is kept, and who can reach it", why: "Data may be lost, or be open to others." },
  louder: { heading: "Told more often, or sooner", why: "People are woken who were not." },
  measured: { heading: "What is measured, and what it costs", why: "" },
  shown: { heading: "What people look at", why: "" },
  run: { heading: "Settings and programs", why: "" },
  worded: { heading: "Only words", why: "" },
} as const;

/** One of {@link risks}. */
export type Risk = keyof typeof risks;

/** The names of {@link risks} in their order. */
export const riskNames = Object.keys(risks) as readonly Risk[];

/** A part of a change, with its own risk. */
export interface Fact {
  readonly risk: Risk;
  /** As Markdown; with the change's subject before it a sentence without a full stop. */
  readonly says: string;
}

/** Something that becomes different for people. */
export interface Change {
  /** What or who it is about, as Markdown: changes of several stacks with the same subject are told together. */
  readonly subject: string;
  readonly facts: readonly [Fact, ...Fact[]];
  /** The lower, the earlier it is said among those of the same risk. */
  readonly rank: number;
  /** What it is for, in words of its owner; empty where nobody says. */
  readonly meaning: string;
  /** All of it, as Markdown; empty where nothing is left to say. */
  readonly detail: string;
  /** The alert's name, where it is one whose past can be looked at. */
  readonly alert?: string;
}

/** A change of several facts; none are no change. */
export function changeOf(
  subject: string,
  facts: readonly Fact[],
  rest: Partial<Omit<Change, "subject" | "facts">> = {},
): readonly Change[] {
  const [first, ...others] = facts;
  if (first === undefined) return [];
  return [{ rank: 0, meaning: "", detail: "", ...rest, subject, facts: [first, ...others] }];
}

/** Puts what is more dangerous first. */
export function byRisk(one: { readonly risk: Risk }, other: { readonly risk: Risk }): number {
  return riskNames.indexOf(one.risk) - riskNames.indexOf(other.risk);
}
