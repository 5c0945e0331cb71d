import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  exampleProd,
  productionSections,
  recordProd,
  withoutPurpose,
  withSections,
} from "@monitoring/stacks/production";
import { expect, test } from "@jest/globals";

test("docs/production.md lists what the program creates, and what for (npm run docs writes it)", async () => {
  const registered = await recordProd();
  expect(withoutPurpose(registered)).toEqual([]);
  const page = readFileSync(join(import.meta.dirname, "../../docs/production.md"), "utf8");
  expect(page).toBe(withSections(page, productionSections(exampleProd(), registered)));
});

test("a generated part without a place on its page is an error, and so is a place without a part", () => {
  const page = "<!-- a: written by npm run docs -->\n<!-- /a -->\n";
  expect(withSections(page, { a: "x\n" })).toBe("<!-- a: written by npm run docs -->\n\nx\n\n<!-- /a -->\n");
  expect(() => withSections(page, { a: "x", b: "y" })).toThrow(
    "the page and its generated parts differ in b",
  );
  expect(() => withSections(page, {})).toThrow("the page and its generated parts differ in a");
});
