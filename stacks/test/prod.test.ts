import { beforeAll, describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { ampDefinitionProblems, ruleGroups } from "@monitoring/alerting";
import { seconds, type Duration } from "@monitoring/collection";
import { readConfig } from "../src/index.ts";
import { arnOf, record, type Registered } from "./record.ts";

const secrets = {
  grafanaAuth: "canary",
  webhookUrl: "https://hook.example.com/bird",
  heartbeatUrl: "https://hc-ping.com/bird",
};

describe("the prod stack", () => {
  let all: readonly Registered[];

  beforeAll(async () => {
    const result = readConfig({
      grafanaUrl: "https://grafana.example.com",
      amp: {
        email: ["oncall@example.com", "lead@example.com"],
        slack: { workspace: "T0123456789", channel: "C0123456789" },
        pagerduty: { secretArn: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:pd-AbCdEf" },
        webhook: {},
        heartbeat: {},
      },
    });
    if (!result.ok) throw new Error(result.problems.join());
    all = await record("prod", secrets, async () => (await import("../src/prod.ts")).place(result.config));
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

  test("places every dashboard on Grafana in the folder of its readers", () => {
    expect(ofType("grafana:oss/folder:Folder")).toEqual([
      { title: "Business", uid: "monitoring-business" },
      { title: "Development", uid: "monitoring-development" },
      { title: "Operations", uid: "monitoring-operations" },
    ]);
    const placed = ofType("grafana:oss/dashboard:Dashboard").map(
      ({ configJson }) => (JSON.parse(String(configJson)) as { uid: string }).uid,
    );
    expect(placed.sort()).toEqual([
      "business",
      "database-performance",
      "integration-health",
      "mcp-server-overview",
      "monitoring-health",
      "service-levels",
      "system-resources",
    ]);
  });

  test("talks to Grafana with the secret token only", () => {
    expect(
      all.filter(({ inputs }) => JSON.stringify(inputs).includes("canary")).map(({ name }) => name),
    ).toEqual(["grafana"]);
  });
});
