import { readFileSync } from "node:fs";
import { join } from "node:path";
import { alertsPage, catalogue, referencePage } from "@monitoring/stacks";
import { compileDashboardsPage } from "@monitoring/visualization";
import { expect, test } from "@jest/globals";

const page = (name: string): string => readFileSync(join(import.meta.dirname, "../../docs", name), "utf8");

test("docs/configuration.md holds every key and secret (npm run docs writes it)", () => {
  expect(page("configuration.md")).toBe(referencePage());
});

test("docs/alerts.md holds every alert (npm run docs writes it)", () => {
  expect(page("alerts.md")).toBe(alertsPage(catalogue));
});

test("docs/dashboards.md holds every rule of the linter (npm run docs writes it)", () => {
  expect(page("dashboards.md")).toBe(compileDashboardsPage());
});
