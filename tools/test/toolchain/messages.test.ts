import { expect, test } from "@jest/globals";
import { reason } from "../../bootstrap/npm.mjs";
import { diskProblem } from "../../src/toolchain/disk.ts";
import { answered } from "../../src/toolchain/images.ts";
import { embedSource } from "../../src/toolchain/web-ui.ts";

test("too little disk is said with what is there and what is needed", () => {
  expect(diskProblem("/c", 6e9, 5e9, "building prometheus")).toBeUndefined();
  expect(diskProblem("/c", 1.24e9, 5e9, "building prometheus")).toBe(
    "too little free disk for building prometheus: 1.2 GB free at /c, 5.0 GB needed (most of it only while building): " +
      "free some space, or set MONITORING_CACHE to a folder on a larger disk",
  );
});

test("npm's output becomes one sentence", () => {
  expect(reason("npm error code EAI_AGAIN\nnpm error syscall getaddrinfo")).toBe(
    "the npm registry did not answer: check the network, the proxy and `npm config get registry`",
  );
  expect(reason("npm error ENOSPC: no space left on device")).toBe(
    "the disk is full: free some space, then run the same command again",
  );
});

test("a registry that refuses a tag is in reach, one that cannot be found is not", () => {
  expect(answered(1, "manifest for library/x:probe not found: manifest unknown")).toBe(true);
  expect(answered(1, "pull access denied for library/x, repository does not exist")).toBe(true);
  expect(
    answered(1, 'Get "https://registry.example/v2/": dial tcp: lookup registry.example: no such host'),
  ).toBe(false);
  expect(answered(null, "")).toBe(false);
});

test("embedded files are named one a line, in quotes", () => {
  expect(embedSource('package ui\n\nimport "embed"\n', ["static/a b.js.gz", "static/c.css.gz"])).toBe(
    'package ui\n\nimport "embed"\n\n//go:embed "static/a b.js.gz"\n//go:embed "static/c.css.gz"\nvar EmbedFS embed.FS\n',
  );
});
