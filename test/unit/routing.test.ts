import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkConfig, routingDocument } from "@monitoring/stacks";
import { expect, test } from "@jest/globals";

test("docs/routing.md says who is told of what (npm run docs writes it): a change of it is reviewed", () => {
  const page = readFileSync(join(import.meta.dirname, "../../docs/routing.md"), "utf8");
  expect(page).toBe(routingDocument(checkConfig({}).config));
});
