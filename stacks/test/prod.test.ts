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
      (await import("../src/prod.ts")).place(result.config, {
        "dashboards/Team West/orders.json": '{ "title": "Orders", "uid": "orders", "id": 7 }',
      }),
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

  test("places dashboards on Grafana in the folders of their readers, custom ones in theirs", () => {
    expect(ofType("grafana:oss/folder:Folder")).toEqual([
      { title: "Operations", uid: "monitoring-operations" },
      { title: "Team West", uid: "monitoring-team-west-76b9a8ea" },
    ]);
    const dashboards = ofType("grafana:oss/dashboard:Dashboard");
    expect(dashboards.map(({ configJson }) => JSON.parse(String(configJson)) as object)).toEqual([
      expect.objectContaining({ uid: "mcp-server-overview" }),
      { title: "Orders", uid: "orders" },
    ]);
  });

  test("talks to Grafana with the secret token only", () => {
    expect(
      all.filter(({ inputs }) => JSON.stringify(inputs).includes("canary")).map(({ name }) => name),
    ).toEqual(["grafana"]);
  });
});
