import { beforeAll, describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { ruleGroups } from "@monitoring/alerting";
import { seconds, type Duration } from "@monitoring/collection";
import { readConfig } from "../src/index.ts";
import { record, type Registered } from "./record.ts";

describe("the prod stack", () => {
  let all: readonly Registered[];

  beforeAll(async () => {
    const result = readConfig({ grafanaUrl: "https://grafana.example.com" });
    if (!result.ok) throw new Error(result.problems.join());
    all = await record("prod", { grafanaAuth: "canary" }, async () =>
      (await import("../src/prod.ts")).place(result.config),
    );
  });

  const ofType = (type: string) =>
    all.filter((resource) => resource.type === type).map(({ inputs }) => inputs);

  test("places the same rules in AMP, none of them evaluated more often than AMP allows", () => {
    const namespaces = ofType("aws:amp/ruleGroupNamespace:RuleGroupNamespace");
    expect(namespaces.map(({ name }) => name)).toEqual(ruleGroups.map(({ name }) => name));
    for (const { data } of namespaces) {
      const file = parse(String(data)) as { groups: { interval: Duration }[] };
      expect(Math.min(...file.groups.map(({ interval }) => seconds(interval)))).toBeGreaterThanOrEqual(30);
    }
  });

  test("places the dashboard on Grafana in the folder of its readers", () => {
    expect(ofType("grafana:oss/folder:Folder")).toEqual([
      { title: "Operations", uid: "monitoring-operations" },
    ]);
    const [dashboard] = ofType("grafana:oss/dashboard:Dashboard");
    expect(JSON.parse(String(dashboard?.["configJson"]))).toMatchObject({ uid: "mcp-server-overview" });
  });

  test("talks to Grafana with the secret token only", () => {
    expect(
      all.filter(({ inputs }) => JSON.stringify(inputs).includes("canary")).map(({ name }) => name),
    ).toEqual(["grafana"]);
  });
});
