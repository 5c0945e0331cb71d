import { join } from "node:path";
import {
  alertsOf,
  channels,
  compileAlertmanager,
  compileMessages,
  messagesFile,
  routingTable,
  ruleGroups,
  type Alert,
} from "@monitoring/alerting";
import { toYaml } from "@monitoring/collection";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { world } from "../../packages/alerting/test/routing-fixtures.ts";
import { inboxAtHand, withoutWaiting, type InboxAtHand } from "./inbox-at-hand.ts";
import { startAlertmanager, waitFor, type LiveAlertmanager } from "./live-alertmanager.ts";
import { expectedTable, liveTable } from "./live-table.ts";
import { amtool, rendered } from "./tools.ts";

const all = (channel: (typeof channels)[number]): boolean => channel !== "webhook";
const catalogue = alertsOf(ruleGroups);

describe("the compiled alertmanager.yml", () => {
  const file = join(rendered("dev"), "alertmanager.yml");

  test.each(routingTable(catalogue, all))("sends $alert to its receiver, says amtool", (row) => {
    const labels = [`alertname=${row.alert}`, `severity=${row.severity}`];
    const { output } = amtool("config", "routes", "test", `--config.file=${file}`, ...labels);
    expect(output.trim()).toBe(row.receiver);
  });

  test("sends what has a severity of somebody else's to the quietest who are told", () => {
    const { output } = amtool("config", "routes", "test", `--config.file=${file}`, "severity=page");
    expect(output.trim()).toBe("warning");
  });

  test.each(routingTable(catalogue, all))("sends a drill of $alert the same way, says amtool", (row) => {
    const labels = [`alertname=${row.alert}`, `severity=${row.severity}`, `drill=${row.alert}`];
    const { output } = amtool("config", "routes", "test", `--config.file=${file}`, ...labels);
    expect(output.trim()).toBe(row.receiver);
  });

  describe("in a live Alertmanager", () => {
    let inbox: InboxAtHand;
    let alertmanager: LiveAlertmanager;
    beforeAll(async () => {
      inbox = await inboxAtHand();
    });
    afterAll(async () => {
      await inbox.close();
    });

    test("routes, groups and holds back every alert of the catalogue as the table says", async () => {
      const expected = expectedTable(catalogue, all);
      alertmanager = await startAlertmanager(inbox.files());
      try {
        expect(await liveTable(alertmanager, catalogue, expected)).toEqual(expected);
      } finally {
        await alertmanager.stop();
      }
    });

    test("brings every alert that should reach someone to everyone it should reach", async () => {
      inbox.store.clear();
      alertmanager = await startAlertmanager(withoutWaiting(inbox.files()));
      try {
        const rows = routingTable(catalogue, all).filter(({ severity }) => severity !== "info");
        const reached = rows.filter(({ firing }) => firing.length > 0);
        expect(reached).toEqual(rows);
        await alertmanager.post(rows.map((row) => posted(row.alert, row.severity, row.alert)));
        const wanted = rows.flatMap(({ alert, firing }) => firing.map((channel) => `${alert} ${channel}`));
        const expected = wanted.filter((one) => !one.endsWith(" heartbeat")).sort();
        await waitFor("every message", 30, () => {
          const found = inbox.store
            .list()
            .map(({ channel, alerts }) => `${alerts[0]?.name ?? ""} ${channel}`);
          return JSON.stringify([...new Set(found)].sort()) === JSON.stringify(expected) || undefined;
        });
        expect(inbox.heartbeat.state().alive).toBe(true);
      } finally {
        await alertmanager.stop();
      }
    });

    test("holds a drill's alert back by nothing that fires, and nothing by a drill", async () => {
      alertmanager = await startAlertmanager(inbox.files());
      try {
        const [worse, milder] = ["McpServerDown", "HighErrorRate"] as const;
        const drilled = (name: string, severity: string) => {
          const alert = posted(name, severity, "x");
          return { ...alert, labels: { ...alert.labels, drill: name } };
        };
        await alertmanager.post([
          posted(worse, "critical", "x"),
          posted(milder, "high", "x"),
          drilled(worse, "critical"),
          drilled(milder, "high"),
        ]);
        const heldBack = await waitFor("that the real one is held back", 10, async () => {
          const found = (await alertmanager.alerts()).filter(({ status }) => status.inhibitedBy.length > 0);
          return found.length > 0 ? found : undefined;
        });
        expect(heldBack.map(({ labels }) => [labels["alertname"], labels["drill"]])).toEqual([
          [milder, undefined],
        ]);
      } finally {
        await alertmanager.stop();
      }
    });

    test("mutes warnings in a mute time, and nothing else", async () => {
      const always = { all: { times: ["00:00-12:00", "12:00-00:00"] } };
      alertmanager = await startAlertmanager(withoutWaiting(inbox.files({ muteTimes: always })));
      try {
        const severities = ["critical", "high", "warning", "heartbeat"];
        await alertmanager.post(severities.map((severity) => posted(`A-${severity}`, severity, severity)));
        // It is marked when its group would have been sent.
        const muted = await waitFor("a muted warning", 20, async () => {
          const found = (await alertmanager.groups()).flatMap(({ alerts }) => alerts);
          const marked = found.filter(({ status }) => status.mutedBy.length > 0);
          return marked.length > 0 ? marked : undefined;
        });
        expect(muted.map(({ labels, status }) => [labels["severity"], status.mutedBy])).toEqual([
          ["warning", ["all"]],
        ]);
      } finally {
        await alertmanager.stop();
      }
    });
  });
});

describe("a world of alerts that depend on each other", () => {
  test("is routed, grouped and held back by a live Alertmanager as the table says", async () => {
    const expected = expectedTable(world, () => true);
    expect(Object.fromEntries(expected.map(({ alert, heldBackBy }) => [alert, heldBackBy]))).toEqual({
      McpServerDown: [],
      McpErrors: ["DatabaseDown", "McpServerDown", "PoolExhausted"],
      McpSlow: ["McpErrors", "McpServerDown", "PoolExhausted"],
      DatabaseDown: [],
      PoolExhausted: ["DatabaseDown"],
      QueriesSlow: ["DatabaseDown"],
      TargetDown: [],
      DiskFull: ["TargetDown"],
      MemoryHigh: ["TargetDown"],
      VersionOld: [],
      Watchdog: [],
    });
    const alertmanager = await startAlertmanager(files(world));
    try {
      expect(await liveTable(alertmanager, world, expected)).toEqual(expected);
    } finally {
      await alertmanager.stop();
    }
  });

  test("holds back only what is about the same service", async () => {
    const alertmanager = await startAlertmanager(files(world));
    try {
      const of = (alertname: string, severity: string, service: string) => ({
        labels: { alertname, severity, service, env: "dev" },
      });
      await alertmanager.post([of("TargetDown", "high", "redis"), of("DiskFull", "high", "node")]);
      await alertmanager.post([of("MemoryHigh", "warning", "redis")]);
      const held = await waitFor("what is held back", 10, async () => {
        const found = (await alertmanager.alerts()).filter(({ status }) => status.inhibitedBy.length > 0);
        return found.length > 0 ? found : undefined;
      });
      expect(held.map(({ labels }) => labels["alertname"])).toEqual(["MemoryHigh"]);
    } finally {
      await alertmanager.stop();
    }
  });
});

function posted(alertname: string, severity: string, service: string) {
  return {
    labels: { alertname, severity, service: `service-of-${service}`, env: `env-of-${alertname}` },
    annotations: { summary: alertname, description: alertname, runbook_url: "https://runbooks.example.com" },
  };
}

/** Files whose receivers lead nowhere: only what Alertmanager decides is looked at. */
function files(alerts: readonly Alert[]): Readonly<Record<string, string>> {
  const receivers = {
    email: {
      to: "a@example.com",
      from: "b@example.com",
      smarthost: "localhost:9",
      username: "u",
      requireTls: true,
    },
    slack: { channel: "#alerts" },
    pagerduty: { url: "http://localhost:9" },
    heartbeat: { authorization: false },
    webhook: { authorization: false },
  };
  return {
    "alertmanager.yml": toYaml(
      compileAlertmanager({ alerts, receivers, muteTimes: {}, secretsFolder: "/nowhere" }),
    ),
    [messagesFile]: compileMessages({ silence: "page" }),
  };
}
