import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { buildFolder, goBuilds } from "../../src/toolchain/go-builds.ts";
import { changes, localImageRef } from "../../src/toolchain/image-build.ts";
import { imageRecipes, type ImageRecipe } from "../../src/toolchain/image-recipes.ts";
import { recipeHash } from "../../src/toolchain/recipe.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "recipe-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test("a recipe's hash does not depend on the order in which it was written", () => {
  expect(recipeHash({ a: 1, b: { c: 2, d: [3, 4] } })).toBe("d20de7372091");
  expect(recipeHash({ b: { d: [3, 4], c: 2 }, a: 1 })).toBe("d20de7372091");
});

test("a recipe's hash changes with a file's content and with its name", () => {
  writeFileSync(join(folder, "go.sum"), "one");
  const before = recipeHash({}, [folder]);
  writeFileSync(join(folder, "go.sum"), "two");
  const content = recipeHash({}, [folder]);
  rmSync(join(folder, "go.sum"));
  writeFileSync(join(folder, "go.mod"), "two");
  expect(new Set([before, content, recipeHash({}, [folder])]).size).toBe(3);
});

test("a build is found again when only its estimate is corrected", () => {
  const { alertmanager } = goBuilds;
  expect(buildFolder("/c", { ...alertmanager, estimateSeconds: 1 })).toBe(buildFolder("/c", alertmanager));
  expect(buildFolder("/c", { ...alertmanager, tags: [] })).not.toBe(buildFolder("/c", alertmanager));
});

test("an image is made anew when the binaries in it are built in another way", () => {
  const { prometheus } = imageRecipes;
  if (prometheus === undefined) throw new Error("no row for prometheus");
  const other: ImageRecipe = { ...prometheus, go: { ...goBuilds.prometheus, tags: [] } };
  expect(localImageRef("prometheus", prometheus)).toMatch(/^mcp-local\/prometheus:3\.14\.0-[0-9a-f]{12}$/);
  expect(localImageRef("prometheus", other)).not.toBe(localImageRef("prometheus", prometheus));
});

test("a local image says the same about itself as the official one", () => {
  const { prometheus } = imageRecipes;
  if (prometheus === undefined) throw new Error("no row for prometheus");
  const lines = changes(prometheus, ["busybox-static_1.38"]).filter((word) => word !== "--change");
  expect(lines).toEqual([
    'ENTRYPOINT ["/bin/prometheus"]',
    'CMD ["--config.file=/etc/prometheus/prometheus.yml","--storage.tsdb.path=/prometheus"]',
    "WORKDIR /prometheus",
    "USER 65534",
    "ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "EXPOSE 9090",
    "VOLUME /prometheus",
    'LABEL monitoring.packages="busybox-static_1.38"',
  ]);
});
