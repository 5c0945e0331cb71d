import { join } from "node:path";
import { catalogue as all, stackNames } from "@monitoring/stacks";
import { describe, expect, test } from "@jest/globals";
import { commentLimit, marker, review, type ReviewOptions } from "../../src/diff/review.ts";
import { expectGolden } from "../../../test/golden.ts";
import { pullRequests, realChanges, type RealChange } from "./real-changes.ts";
import { described } from "./stacks.ts";

const options: ReviewOptions = { base: "`main`", head: "`topic`", command: "npm run diff -- main topic" };

const revisionsOf = ({ before = {}, after }: Omit<RealChange, "name">) =>
  stackNames.map((stack) => ({ before: described(stack, before), after: described(stack, after) }));

describe("what a change means for people", () => {
  test.each([...realChanges, ...pullRequests])("$name", (change) => {
    expectGolden(
      join(import.meta.dirname, "golden", `${change.name}.md`),
      review(revisionsOf(change), options),
    );
  });

  test("is said the other way round where the change is taken back", () => {
    const [lowered] = realChanges.filter(({ name }) => name === "severity-lowered");
    const text = review(revisionsOf({ before: lowered?.after ?? {}, after: {} }), options);
    expect(text).toContain("**Nobody is told less. Most important: `McpServerDown` now pages (dev, prod).**");
    expect(text).not.toContain("Someone is no longer told");
  });
});

describe("a review that is too long for a comment", () => {
  // Every alert of the project is gone, and everything is asked elsewhere.
  const without = { ...all, rules: all.rules.map((group) => ({ ...group, alerts: [] })) };
  const everything = revisionsOf({
    before: { catalogue: all },
    after: {
      catalogue: without,
      dev: { scrapeInterval: "1m", demo: false, mcpServer: "http://mcp.example.com/metrics" },
    },
  });
  const whole = review(everything, { ...options, limit: 1e9 });

  test.each([commentLimit, 40_000, 20_000, 8_000, 4_000])("fits into %i characters", (limit) => {
    const text = review(everything, { ...options, limit });
    expect(text.length).toBeLessThanOrEqual(limit);
    expect(whole.length).toBeGreaterThan(limit);
    expect(text).toContain("**Most dangerous: `Watchdog` is gone");
    expect(text).toMatch(/_\d+ (details|changes) more did not fit here: `npm run diff -- main topic`_/);
    // A cut block would swallow the rest of the page.
    expect((text.match(/<details>/g) ?? []).length).toBe((text.match(/<\/details>/g) ?? []).length);
    expect((text.match(/^ *```/gm) ?? []).length % 2).toBe(0);
  });

  test("keeps what is most dangerous, and leaves out details first", () => {
    const text = review(everything, { ...options, limit: 30_000 });
    expect(text).toContain("`SloToolSuccessBurnSlow`");
    expect(text).toContain("details more did not fit");
    expect(text).not.toContain("changes more did not fit");
  });
});

test("a review begins with the line by which its comment is found again", () => {
  expect(review(revisionsOf({ after: {} }), options).split("\n")[0]).toBe(marker);
});
