import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runbookFiles } from "@monitoring/stacks";
import { catalogueAtHand } from "@monitoring/stacks/at-hand";
import { expect, test } from "@jest/globals";

const folder = join(import.meta.dirname, "../../docs/runbooks");

test("docs/runbooks holds a page per alert, as its row says (npm run docs writes them)", () => {
  const files = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]);
  expect(Object.fromEntries(files)).toEqual(runbookFiles(catalogueAtHand));
});
