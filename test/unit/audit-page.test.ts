import { readFileSync } from "node:fs";
import { join } from "node:path";
import { compileAuditPage } from "@monitoring/alerting/audit";
import { expect, test } from "@jest/globals";

test("docs/audit.md holds every check, as the tables say (npm run docs writes it)", () => {
  expect(readFileSync(join(import.meta.dirname, "../../docs/audit.md"), "utf8")).toBe(compileAuditPage());
});
