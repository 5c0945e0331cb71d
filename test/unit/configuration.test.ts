import { readFileSync } from "node:fs";
import { join } from "node:path";
import { referencePage } from "@monitoring/stacks";
import { expect, test } from "@jest/globals";

test("docs/configuration.md holds every key and secret (npm run docs writes it)", () => {
  expect(readFileSync(join(import.meta.dirname, "../../docs/configuration.md"), "utf8")).toBe(
    referencePage(),
  );
});
