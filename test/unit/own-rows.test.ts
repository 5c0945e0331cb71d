import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { describe, expect, jest, test } from "@jest/globals";
import {
  artefacts,
  catalogue as upstream,
  checkConfig,
  runbookFiles,
  stackProblems,
  withRows,
} from "@monitoring/stacks";
import { parse } from "yaml";
import { catalogue } from "../../examples/acme/catalogue.ts";
import { acme, runWithAcme } from "../own-rows.ts";

jest.setTimeout(120_000);

const repository = join(import.meta.dirname, "../..");
const folder = join(repository, "examples/acme");

/** A command of this project in a clone with the example's rows. */
function command(args: readonly string[], env: Readonly<Record<string, string>> = acme) {
  return spawnSync(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", "tools/src/main.ts", ...args],
    {
      cwd: repository,
      encoding: "utf8",
      env: { ...process.env, NODE_OPTIONS: "", ...env },
    },
  );
}

describe("a team's own rows", () => {
  test("need only what the packages show to everyone", () => {
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith(".ts"),
    );
    const imports = files.flatMap((name) => {
      const text = readFileSync(join(folder, name), "utf8");
      return [...text.matchAll(/from "([^"]+)"/g)].map(([, from = ""]) => ({ name, from }));
    });
    const inside = ({ name, from }: { name: string; from: string }): boolean =>
      from.startsWith(".") && !relative(folder, join(folder, name, "..", from)).startsWith("..");
    expect(imports.filter((one) => !inside(one) && !/^@monitoring\/[a-z-]+$/.test(one.from))).toEqual([]);
    expect(imports.length).toBeGreaterThan(5);
  });

  test("are rendered beside this project's, with the team's thresholds", () => {
    const output = mkdtempSync(join(tmpdir(), "monitoring-own-"));
    try {
      const { status, stderr } = command(["render", "dev", output]);
      expect([status, stderr]).toEqual([0, expect.stringContaining("AcmeRefundsFail")]);
      const read = (path: string): string => readFileSync(join(output, path), "utf8");
      const rules = parse(read("rules/monitoring.yml")) as { groups: { name: string; rules: object[] }[] };
      expect(rules.groups.find(({ name }) => name === "acme-refunds")?.rules).toContainEqual(
        expect.objectContaining({ alert: "AcmeRefundsFail", for: "10m" }),
      );
      expect(read("rules/monitoring.yml")).toContain("service:http_errors:ratio_rate5m > 0.02");
      expect(read("prometheus.yml")).toContain("- rules/monitoring.yml");
      expect(read("alertmanager.yml")).toMatch(/alertname=~"AcmeRefundsFail\|/);
      expect(read("dashboards/business/acme-refunds.json")).toContain('"title": "Refunds"');
    } finally {
      rmSync(output, { recursive: true });
    }
  });

  test("go to AMP, too, with the samples that they read", () => {
    const { config } = checkConfig(
      {
        aws: { region: "eu-central-1" },
        grafanaUrl: "https://grafana.example.com",
        amp: { email: ["a@example.com"] },
      },
      catalogue,
    );
    const files = artefacts("prod", config);
    expect(Object.keys(files)).toContain("amp/rules/acme-refunds.yml");
    expect(files["collectors/remote-write.yml"]).toContain("acme_refunds_total");
  });

  test("have runbooks", () => {
    expect(runbookFiles(catalogue)["AcmeRefundsFail.md"]).toContain("Tell support to promise none for now.");
  });

  test("are judged by the tests of this project's own", () => {
    const results = {
      ...runWithAcme("test/unit/contract.test.ts"),
      ...runWithAcme("test/unit/dashboards.test.ts", "Refunds"),
    };
    expect(Object.entries(results).filter(([, status]) => status !== "passed")).toEqual([]);
    expect(Object.keys(results)).toContainEqual(expect.stringContaining("Refunds keeps every rule"));
  });

  test("leave this project's as they are", () => {
    expect(catalogue.rules.slice(0, upstream.rules.length)).toEqual(upstream.rules);
    expect(catalogue.dashboards.slice(0, upstream.dashboards.length)).toEqual(upstream.dashboards);
  });

  test("take no row's place", () => {
    const [first] = upstream.rules;
    if (!first) throw new Error("the catalogue is empty");
    const twice = withRows(upstream, { rules: [first], dashboards: [upstream.dashboards[0]] });
    expect(stackProblems("dev", checkConfig({}, twice).config).map(({ message }) => message)).toEqual([
      `two rows are called rule group ${first.name}; give one of them another name`,
      ...first.alerts.map(({ name }) => `two rows are called alert ${name}; give one of them another name`),
      `two rows are called dashboard ${upstream.dashboards[0].uid}; give one of them another name`,
    ]);
  });

  test.each([
    ["nowhere", 'MONITORING_OWN is "nowhere", and there is no such folder; name one, or unset it for own/'],
    [
      "docs",
      `${join(repository, "docs")} has no catalogue.ts; let it export the catalogue of your rows (docs/your-repository.md)`,
    ],
  ])("in the folder %s are asked for in one sentence", (own, says) => {
    const { stderr, status } = command(["render", "dev", "/nonexistent"], { MONITORING_OWN: own });
    expect([status, stderr.trim()]).toEqual([1, `error: ${says}`]);
  });
});
