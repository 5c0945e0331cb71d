import { expect, test } from "@jest/globals";
import { difference } from "../../src/mutate/difference.ts";
import type { Fate } from "../../src/mutate/fate.ts";
import { score } from "../../src/mutate/mutate.ts";
import { mutationPage } from "../../src/mutate/mutation-page.ts";
import { staleEquivalents } from "../../src/mutate/stale.ts";

const killed: Fate = { of: "DatabaseDown", kind: "threshold", change: "0 → 1", killedBy: "it fires" };
const equivalent: Fate = {
  of: "DatabaseDown",
  kind: "aggregation",
  change: "max → min",
  equivalent: "Only zeros.",
};
const alive: Fate = { of: "RedisDown", kind: "matcher", change: '"a|b" → "a"' };

test("the page counts by kind, and names what lives with the reason", () => {
  const page = mutationPage([killed, equivalent, alive]);
  expect(page).toContain("| all | 3 | 1 | 1 | 1 |");
  expect(page).toContain("| an aggregation over series, or over time | 1 | 0 | 1 | 0 |");
  expect(page).toContain('## Alive\n\n- RedisDown: `"a|b" → "a"`\n');
  expect(page).toContain("Only zeros.\n\n- DatabaseDown: `max → min`\n");
  expect(score([killed, equivalent, alive])).toBe("3 mutants: 1 killed, 1 equivalent, 1 alive");
});

test("an equivalent mutant that is killed, or is none any more, is a mistake", () => {
  const stale = staleEquivalents([{ ...equivalent, killedBy: "DatabaseDown fires" }]);
  expect(stale).toContain('DatabaseDown: "max → min" is killed: DatabaseDown fires');
  expect(stale).toContain('DatabaseDown: there is no mutant "max → sum" any more');
});

test("a difference shows what goes and what comes, with what stands around it", () => {
  expect(difference("rate(a[5m]) > 1", "rate(a[150s]) > 1")).toBe("rate(a[[-5m-]{+150s+}]) > 1");
});
