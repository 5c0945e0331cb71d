import { expect, test } from "@jest/globals";
import { isRunningPulumi } from "../src/stale-lock.ts";

test.each([
  ["of a running Pulumi", "4711 (pulumi) S 1 4711 4711 0 -1", true],
  ["of one that waits for a disk", "4711 (pulumi) D 1 4711 4711 0 -1", true],
  ["of a killed one that nobody has waited for", "4711 (pulumi) Z 1 4711 4711 0 -1", false],
  ["of another program with the number of a dead one", "4711 (node) S 1 4711 4711 0 -1", false],
])("a lock with the process number %s is told apart", (_what, stat, live) => {
  expect(isRunningPulumi(stat)).toBe(live);
});
