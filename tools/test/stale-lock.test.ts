import { expect, test } from "@jest/globals";
import { isDead } from "../src/stale-lock.ts";

test.each([
  ["runs", "4711 (pulumi) S 1 4711 4711 0 -1", false],
  ["waits for a disk", "4711 (pulumi) D 1 4711 4711 0 -1", false],
  ["was killed and that nobody has waited for", "4711 (pulumi) Z 1 4711 4711 0 -1", true],
  ["has a name that looks like a state", "4711 (a) Z (b) S 1 4711 4711 0 -1", false],
])("a process that %s is told apart", (_what, stat, dead) => {
  expect(isDead(stat)).toBe(dead);
});
