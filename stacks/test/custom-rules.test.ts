import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { artefacts, customRuleFindings, readConfig, type CustomFiles } from "../src/index.ts";

const known = new Map([["node_load1", { type: "gauge", labels: new Set<string>() }] as const]);
const find = (files: CustomFiles) => customRuleFindings(files, known, { scrapeInterval: "15s" });

const rules = `groups:
  - name: mine
    interval: 10s
    rules:
      - alert: Busy
        expr: node_load1 > 5
        annotations: &text { summary: "{{ $labels.instance }} is busy" }
      - { alert: VeryBusy, expr: node_load1 > 50, annotations: *text }
  - name: slow
    interval: 1m30s
    rules: [{ record: "job:load:sum", expr: sum by (job) (node_load1) }]
`;

describe("a mistake in a rule file of the user's own is told before anything is touched", () => {
  test("with file, line and remedy", () => {
    const { problems } = find({ "rules/a.yml": rules.replace("node_load1 > 5\n", "node_lode1 > 5\n") });
    expect(problems.map(({ message }) => message)).toEqual([
      "rules/a.yml:6: nothing in this stack exposes or records the metric node_lode1; did you mean node_load1? A recording of another exporter is added with --metrics",
    ]);
  });

  test("if it is a file of another kind", () => {
    const { problems } = find({
      "rules/a.yml": "scrape_configs: [{ job_name: a, static_configs: [{ targets: ['a:1'] }] }]",
    });
    expect(problems.map(({ message }) => message)).toEqual([
      "rules/a.yml is no rule file; only those belong into rules/",
    ]);
  });

  test("if two files would be deployed under one name", () => {
    const { problems } = find({ "rules/a-b.yml": rules, "rules/a/b.yml": rules });
    expect(problems.map(({ message }) => message)).toEqual([
      "rules/a/b.yml would be deployed as rules/custom-a-b.yml, as another file is; give it another name",
    ]);
  });

  test("while what only looks wrong is a warning", () => {
    const { problems, warnings } = find({
      "rules/a.yml": "groups: [{ name: g, rules: [{ alert: A, expr: node_load1 > 5 }] }]",
    });
    expect(problems).toEqual([]);
    expect(warnings.map(({ key }) => key)).toEqual(["rules/a.yml"]);
  });
});

describe("a rule file of the user's own", () => {
  const result = readConfig({});
  if (!result.ok) throw new Error(result.problems.join("\n"));
  const { config } = result;

  test("is loaded by the local Prometheus with ours", () => {
    const files = artefacts("dev", config, { "rules/team/db.yml": rules });
    const { rule_files } = parse(files["prometheus.yml"] ?? "") as { rule_files: readonly string[] };
    expect(rule_files).toContain("rules/custom-team-db.yml");
    expect(rule_files).toContain("rules/monitoring.yml");
    expect(parse(files["rules/custom-team-db.yml"] ?? "")).toEqual(parse(rules));
  });

  test("goes to AMP at an interval that AMP takes", () => {
    const files = artefacts("prod", config, { "rules/a.yml": rules });
    const { groups } = parse(files["amp/rules/custom-a.yml"] ?? "") as {
      groups: readonly { interval: string }[];
    };
    expect(groups.map(({ interval }) => interval)).toEqual(["30s", "1m30s"]);
  });
});
