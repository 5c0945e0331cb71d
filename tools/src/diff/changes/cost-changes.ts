import type { Revision } from "../description.ts";
import { changeOf, type Change, type Fact } from "./change.ts";

/** A change of so much of a price or a load is worth a sentence; the table of numbers shows every one. */
const worthSaying = 0.05;

/** What becomes different about what it costs. */
export function costChanges({ before, after }: Revision): readonly Change[] {
  const [old, young] = [before.facts, after.facts];
  const facts: readonly (Fact | undefined)[] = [
    fact(old.dollars, young.dollars, (value) => `$${value.toFixed(2)} a month`),
    fact(old.samplesPerSecond, young.samplesPerSecond, (value) => `${value.toFixed(1)} samples per second`),
    fact(old.series, young.series, (value) => `${value} series`),
  ];
  return changeOf(
    "Load and price",
    facts.filter((one) => one !== undefined),
  );
}

function fact(
  before: number | undefined,
  after: number | undefined,
  says: (value: number) => string,
): Fact | undefined {
  if (before === undefined || after === undefined || before === after) return undefined;
  if (before > 0 && Math.abs(after - before) / before < worthSaying) return undefined;
  return { risk: "measured", says: `${says(after)} instead of ${says(before)}` };
}
