import type { Revision } from "../description.ts";
import { pair } from "../pair.ts";
import { code } from "../text/markdown.ts";
import { changeOf, type Change, type Fact } from "./change.ts";

/** What becomes different about what is promised to the people who use a service. */
export function objectiveChanges({ before, after }: Revision): readonly Change[] {
  const [old, young] = [before.facts.objectives, after.facts.objectives];
  if (!old || !young) return [];
  const { removed, added, kept } = pair(old, young, ({ name }) => name);
  const subject = ({ name }: { readonly name: string }): string => `Objective ${code(name)}`;
  return [
    ...removed.flatMap((one) =>
      changeOf(subject(one), [{ risk: "untold", says: "**is no longer promised**" }]),
    ),
    ...added.flatMap((one) =>
      changeOf(subject(one), [
        { risk: "louder", says: `is new: ${percent(one.objective)} good over ${one.period}` },
      ]),
    ),
    ...kept.flatMap(([a, b]) => {
      const facts: readonly Fact[] = [
        ...(a.objective === b.objective ? [] : [budgetFact(a.objective, b.objective)]),
        ...(a.period === b.period
          ? []
          : [{ risk: "unclear", says: `is judged over ${b.period} instead of ${a.period}` } as const]),
      ];
      return changeOf(subject(b), facts);
    }),
  ];
}

function budgetFact(before: number, after: number): Fact {
  const factor = (1 - after) / (1 - before);
  const says = `promises ${percent(after)} good instead of ${percent(before)}: ${rounded(factor)} times as much may go wrong before someone is told`;
  return { risk: factor > 1 ? "later" : "louder", says };
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(6))} %`;
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(2)));
}
