import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import type { KnownSeries } from "@monitoring/collection";
import {
  artefacts,
  catalogue,
  customFiles,
  customWarnings,
  deployedDashboards,
  readConfig,
  type Config,
  type CustomFiles,
} from "../src/index.ts";

const dashboard = (title: string, exprs: readonly string[], rest: object = {}): string =>
  JSON.stringify({
    title,
    timezone: "browser",
    panels: exprs.map((expr, i) => ({
      id: i + 1,
      type: "timeseries",
      title: `Panel ${i + 1}`,
      datasource: "${DS_PROMETHEUS}",
      targets: [{ refId: "A", expr }],
    })),
    ...rest,
  });

const config = (): Config => {
  const result = readConfig({ grafanaUrl: "https://grafana.example.com" });
  if (!result.ok) throw new Error(result.problems.join());
  return result.config;
};

const places = (files: CustomFiles): readonly (readonly [string, string])[] =>
  deployedDashboards(config(), files)
    .slice(catalogue.dashboards.length)
    .map(({ folder, path }) => [folder, path.replace(/custom-[0-9a-f]{16}/, "<uid>")]);

describe("custom dashboards", () => {
  test("are in the folder that they lie in", () => {
    expect(
      places({
        "dashboards/a.json": dashboard("A", [], { uid: "a" }),
        "dashboards/Team West/b.json": dashboard("B", []),
        "dashboards/team west/c.json": dashboard("C", [], { uid: "c" }),
        "dashboards/Team/East/d.json": dashboard("D", [], { uid: "d" }),
        "dashboards/operations/e.json": dashboard("E", [], { uid: "e" }),
      }),
    ).toEqual([
      ["Team West", "custom/Team West/<uid>.json"],
      ["Team - East", "custom/Team - East/d.json"],
      ["Custom", "custom/Custom/a.json"],
      ["Operations", "operations/e.json"],
      ["Team West", "custom/Team West/c.json"],
    ]);
  });

  test("are among the compiled files of both stacks, and change nothing else", () => {
    const files = { "dashboards/a.json": dashboard("A", ["up"], { uid: "a" }) };
    for (const stack of ["dev", "prod"] as const) {
      const before = artefacts(stack, config());
      const { "dashboards/custom/Custom/a.json": added, ...rest } = artefacts(stack, config(), files);
      expect(rest).toEqual(before);
      expect(added).toContain(`"uid": "monitoring-${stack === "dev" ? "prometheus" : "amp"}"`);
      expect(added).not.toContain("DS_PROMETHEUS");
    }
  });
});

describe("what a custom dashboard will not show", () => {
  const known: KnownSeries = new Map([["up", { type: "gauge", labels: "any" }]]);
  const said = (text: string): readonly string[] =>
    customWarnings({ "dashboards/a.json": text }, known).map(({ message }) => message);

  test("nothing to say of one that works, whatever its style", () => {
    expect(said(dashboard("A", ["up"]))).toEqual([]);
  });

  test("one line about all metrics that nothing exposes", () => {
    expect(said(dashboard("A", ["a_total", "up + b", "c", "d"]))).toEqual([
      "dashboards/a.json reads 4 metrics that nothing here exposes: a_total, b, c and others; panels with them stay empty. All of them: npm run lint-dashboards -- dashboards/a.json",
    ]);
    expect(said(dashboard("A", ["gone"]))).toEqual([
      "dashboards/a.json reads a metric that nothing here exposes: gone; panels with it stay empty. All of them: npm run lint-dashboards -- dashboards/a.json",
    ]);
  });

  test("panels that do not work, with their lines, and data sources that the stack does not have", () => {
    const text = JSON.stringify(
      {
        title: "A",
        panels: [
          { type: "timeseries", title: "Broken", targets: [{ refId: "A", expr: "sum(up" }] },
          { type: "logs", title: "Logs", datasource: { type: "loki", uid: "l" }, targets: [{ expr: "{}" }] },
        ],
      },
      null,
      1,
    );
    expect(said(text)).toEqual([
      "dashboards/a.json asks a data source of the type loki, which this stack does not have",
      'dashboards/a.json, line 10: panel "Broken" is no PromQL at its end: sum(up; try it in Prometheus, where each mistake is marked',
    ]);
  });
});

test("files are read from the two folders of a clone, hidden ones and other kinds left out", () => {
  const clone = mkdtempSync(join(tmpdir(), "monitoring-custom-"));
  for (const path of [
    "dashboards/a.json",
    "dashboards/Team/b.JSON",
    "dashboards/.cache/c.json",
    "dashboards/.d.json",
    "dashboards/readme.md",
    "rules/e.yaml",
    "other/f.json",
  ]) {
    mkdirSync(dirname(join(clone, path)), { recursive: true });
    writeFileSync(join(clone, path), "{");
  }
  const files = customFiles(clone);
  expect(Object.keys(files)).toEqual(["dashboards/Team/b.JSON", "dashboards/a.json", "rules/e.yaml"]);
  rmSync(clone, { recursive: true });
});
