import { images } from "@monitoring/stacks";
import { expect, test } from "@jest/globals";
import { recordedContracts } from "@monitoring/collection/recorded";
import { baseline, comparison } from "../../tools/src/record/compare.ts";

const contracts = recordedContracts();
const tagOf = (image: string): string => /:v?([\d.]+)/.exec(image)?.[1] ?? "";

test("the contract of every exporter is of the version that runs, but for those that could not be recorded", () => {
  const differing = Object.entries(images).flatMap(([name, image]) => {
    const recorded = baseline(contracts, name);
    return recorded === undefined || recorded.version === tagOf(image) ? [] : [`${name} ${tagOf(image)}`];
  });
  // Its official image needs a registry; what is built from source is 0.49.1, and `npm run up` says so where they differ.
  expect(differing).toEqual(["cadvisor 0.57.0"]);
});

test("a metric that a new version no longer has is named with the rules that it breaks", () => {
  const before = baseline(contracts, "mcp-server");
  if (before === undefined) throw new Error("the demo is not recorded");
  const renamed = before.text.replaceAll(
    "database_connection_pool_active",
    "database_connection_pool_in_use",
  );
  const lines = comparison(before, renamed, contracts);
  expect(lines).toContain("  - database_connection_pool_active");
  expect(lines).toContain("  + database_connection_pool_in_use");
  expect(lines.filter((line) => line.includes("breaks:")).join("\n")).toContain(
    "database_connection_pool_active",
  );
});
