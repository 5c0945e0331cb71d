import { alertsOf, ruleGroups } from "@monitoring/alerting";
import { promql } from "@monitoring/collection";
import { dashboards, panelsOf, type DashboardRow } from "../src/index.ts";
import { describe, expect, test } from "@jest/globals";

const alerts = alertsOf(ruleGroups).map(({ name }) => name);
const named = dashboards.map((dashboard) => ({ uid: dashboard.uid, dashboard }));

test("dashboards have addresses and titles of their own", () => {
  expect(new Set(dashboards.map(({ uid }) => uid)).size).toBe(dashboards.length);
  expect(new Set(dashboards.map(({ title }) => title)).size).toBe(dashboards.length);
});

describe.each(named)("$uid", ({ dashboard }) => {
  const panels = panelsOf(dashboard);

  test("begins with whether it is fine now", () => {
    expect(dashboard.sections[0]?.title).toBe("Is it fine now?");
    expect(dashboard.sections[0]?.panels.every(({ kind }) => kind === "stat")).toBe(true);
  });

  test("asks a question in every panel, under a title of its own", () => {
    expect(panels.filter(({ description }) => !description.includes("?")).map(({ title }) => title)).toEqual(
      [],
    );
    expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length);
  });

  test("names only alerts that exist", () => {
    expect(
      panels.flatMap(({ watchedBy = [] }) => watchedBy).filter((name) => !alerts.includes(name)),
    ).toEqual([]);
  });

  test("filters by every variable that it offers, and by no other", () => {
    expect(used(dashboard)).toEqual([...dashboard.variables].sort());
  });
});

test("most alerts can be seen coming on a panel", () => {
  const watching = new Set(dashboards.flatMap(panelsOf).flatMap(({ watchedBy = [] }) => watchedBy));
  const unseen = alerts.filter((name) => !watching.has(name));
  process.stdout.write(`   alerts without a panel: ${unseen.join(", ")}\n`);
  expect(unseen).toContain("Watchdog");
  expect(watching.size).toBeGreaterThan(alerts.length / 2);
});

function used(dashboard: DashboardRow): string[] {
  const texts = panelsOf(dashboard).flatMap(({ queries }) => queries.map(({ expr }) => promql`${expr}`.text));
  const names = texts.flatMap((text) => [...text.matchAll(/\$([a-z]\w*)/g)].map(([, name = ""]) => name));
  return [...new Set(names)].sort();
}
