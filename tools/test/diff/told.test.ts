import { hasReceiver, routingTable, ruleGroups, alertsOf } from "@monitoring/alerting";
import { catalogue, checkConfig, resolveReceivers } from "@monitoring/stacks";
import { describe, expect, test } from "@jest/globals";
import { describe as describeStack } from "../../src/diff/describe.ts";
import type { DescribedAlert } from "../../src/diff/read/rules.ts";
import { heldBackBy, toldOf } from "../../src/diff/told.ts";
import { described } from "./stacks.ts";

const words: Readonly<Record<string, string>> = {
  pagerduty: "PagerDuty",
  slack: "Slack",
  email: "e-mail",
  heartbeat: "heartbeat",
};

describe("who is told, read from the compiled files", () => {
  const stack = described("dev", { catalogue });
  const exists = hasReceiver(resolveReceivers(checkConfig({}).config).receivers);

  test.each(routingTable(alertsOf(ruleGroups), exists))("is for $alert what its route says", (row) => {
    const alert = stack.alerts.find(({ name }) => name === row.alert);
    if (alert === undefined) throw new Error("the alert is not deployed");
    const kinds = toldOf(stack.routing, alert).addresses.map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(row.firing.map((channel) => words[channel]).sort());
    const named = alertsOf(ruleGroups).find(({ name }) => name === row.alert)?.inhibitedBy ?? [];
    expect(heldBackBy(stack.routing, alert, stack.alerts)).toEqual([...named].sort());
  });
});

describe("a route that a label of the series decides", () => {
  const alert: DescribedAlert = {
    name: "A",
    expr: "up == 0",
    for: "0s",
    keepFiringFor: "0s",
    interval: "",
    labels: { team: "{{ $labels.team }}" },
    annotations: {},
  };
  const { routing } = describeStack("dev", {
    "alertmanager.yml": `
      route:
        receiver: all
        routes:
          - { matchers: ['team="db"'], receiver: db }
          - { match: { team: web }, receiver: web }
          - { match_re: { alertname: "B|C" }, receiver: db }
      receivers:
        - { name: all, email_configs: [{ to: all@example.com }] }
        - { name: db, opsgenie_configs: [{ api_url: "https://api.opsgenie.com/" }] }
        - { name: web, webhook_configs: [{ url: "https://user:pass@hooks.example.com/secret" }] }
    `,
  });

  test("may reach everyone on such a route", () => {
    expect(toldOf(routing, alert).addresses.map(({ kind, to }) => `${kind} ${to}`)).toEqual([
      "OpsGenie api.opsgenie.com",
      "webhook hooks.example.com",
    ]);
  });

  test("reaches who its own label says", () => {
    const own = { ...alert, labels: { team: "web" } };
    expect(toldOf(routing, own).addresses.map(({ kind }) => kind)).toEqual(["webhook"]);
  });

  test("falls to the root where no route takes it", () => {
    const own = { ...alert, labels: { team: "ops" } };
    expect(toldOf(routing, own).addresses.map(({ to }) => to)).toEqual(["all@example.com"]);
  });
});
