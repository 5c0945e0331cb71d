import { join } from "node:path";
import {
  alertsOf,
  ampDefinitionProblems,
  compileAmp,
  compileMessages,
  hasAmpReceiver,
  routingTable,
  ruleGroups,
  type Alert,
  type AmpReceivers,
} from "@monitoring/alerting";
import { ampDefinition, checkConfig, everyAlert, onPlatform, readConfig } from "@monitoring/stacks";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { parse, stringify } from "yaml";
import { badDefinitions } from "../../packages/alerting/test/amp-definition-fixtures.ts";
import { world } from "../../packages/alerting/test/routing-fixtures.ts";
import { fakeSns } from "./fake-sns.ts";
import { inboxAtHand, withoutWaiting, type InboxAtHand } from "./inbox-at-hand.ts";
import { startAlertmanager, waitFor, type LiveAlertmanager } from "./live-alertmanager.ts";
import { expectedTable, liveTable } from "./live-table.ts";
import { amtool, emptyFolder, write } from "./tools.ts";

const topic = (name: string) =>
  ({ kind: "sns", topicArn: `arn:aws:sns:eu-central-1:111122223333:${name}` }) as const;
const receivers: AmpReceivers = {
  email: topic("email"),
  slack: topic("slack"),
  webhook: topic("webhook"),
  heartbeat: topic("heartbeat"),
  pagerduty: {
    kind: "pagerduty",
    secretArn: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:pagerduty-AbCdEf",
  },
};
const exists = hasAmpReceiver(receivers);
const messages = compileMessages({ silence: "command", dashboardUrl: "https://grafana.example.com/d/home" });
const definitionOf = (alerts: readonly Alert[]): string =>
  compileAmp({ alerts, receivers, muteTimes: {}, messages });

describe("AMP's alert manager definition, its inner configuration in a real Alertmanager", () => {
  let sns: Awaited<ReturnType<typeof fakeSns>>;
  let inbox: InboxAtHand;
  let alertmanager: LiveAlertmanager;
  beforeAll(async () => {
    sns = await fakeSns();
    inbox = await inboxAtHand();
  });
  beforeEach(() => {
    sns.published.length = 0;
    inbox.store.clear();
  });
  afterAll(async () => {
    await Promise.all([sns.close(), inbox.close()]);
  });

  const start = async (definition: string, hurry = false) => {
    const files = innerFiles(definition, sns.url, `${inbox.url}/v2/enqueue`, inbox.routingKey);
    alertmanager = await startAlertmanager(hurry ? withoutWaiting(files) : files);
  };

  test.each([
    ["the catalogue", alertsOf(ruleGroups)],
    ["what is left of it on AWS", everyAlert(onPlatform("prod", checkConfig({}).config))],
    ["a world of alerts that depend on each other", world],
  ])("gives the same table as the local one for %s", async (_, alerts) => {
    const expected = expectedTable(alerts, exists);
    await start(definitionOf(alerts));
    try {
      expect(await liveTable(alertmanager, alerts, expected)).toEqual(expected);
    } finally {
      await alertmanager.stop();
    }
  });

  test("publishes to SNS and PagerDuty what should reach someone, and nothing is refused", async () => {
    await start(definitionOf(alertsOf(ruleGroups)), true);
    try {
      const rows = routingTable(alertsOf(ruleGroups), exists).filter(({ firing }) => firing.length > 0);
      await alertmanager.post(rows.map(({ alert, severity }) => posted(alert, severity)));
      const expected = rows
        .flatMap(({ alert, firing }) => firing.map((channel) => `${alert} ${channel}`))
        .sort();
      await waitFor("every message", 30, () => {
        const bySns = sns.published.map(
          ({ topic: name, subject }) => `${/\] (\S+)/.exec(subject)?.[1] ?? ""} ${name}`,
        );
        const byPagerduty = inbox.store.list().map(({ alerts }) => `${alerts[0]?.name ?? ""} pagerduty`);
        const found = [...new Set([...bySns, ...byPagerduty])].sort();
        return JSON.stringify(found) === JSON.stringify(expected) || undefined;
      });
      expect(sns.refused).toEqual([]);
      const toSlack = sns.published.filter(({ topic: name }) => name === "slack");
      const severities = new Set(toSlack.map(({ attributes }) => JSON.stringify(attributes)));
      expect([...severities].sort()).toEqual([
        '{"severity":"critical"}',
        '{"severity":"high"}',
        '{"severity":"warning"}',
      ]);
      expect(alertmanager.log()).not.toMatch(/level=(WARN|ERROR)/);
    } finally {
      await alertmanager.stop();
    }
  });

  test("keeps subjects short and JSON whole, whatever is in the labels", async () => {
    const evil =
      '"},{ <!channel> {{ .ExternalURL }} \\ \r\nx\u202e 日本 🚀 \u0007 \u00ad \u{e0001} https://evil.example ';
    await start(definitionOf(world), true);
    try {
      const labels = { severity: "critical", service: evil, env: evil, tool: "x".repeat(5_000) };
      const annotations = { summary: evil.repeat(5), description: evil, runbook_url: evil };
      await alertmanager.post([{ labels: { alertname: "Hostile", ...labels }, annotations }]);
      await waitFor("three messages", 15, () => sns.published.length === 3 || undefined);
      const of = (name: string) => sns.published.find((one) => one.topic === name);
      expect(sns.refused).toEqual([]);
      const chat = JSON.parse(of("slack")?.message ?? "") as {
        content: { description: string; title: string };
      };
      expect(chat).toMatchObject({
        version: "1.0",
        source: "custom",
        content: { textType: "client-markdown" },
      });
      expect(chat.content.description).toContain("&lt;!channel&gt; {{ .ExternalURL }}");
      expect(chat.content.description).not.toContain("https://evil");
      expect(chat.content.title.length).toBeLessThan(250);
      expect(JSON.parse(of("webhook")?.message ?? "")).toMatchObject({
        status: "firing",
        alertname: "Hostile",
      });
      expect(of("email")?.message).toContain(`tool = ${"x".repeat(300)}…`);
    } finally {
      await alertmanager.stop();
    }
  });
});

// What AMP alone does not have, Alertmanager has; the outer document is AMP's own.
const ofAlertmanager = badDefinitions.filter(
  ([, , sentence]) =>
    /\(AWS: "(?!Empty|Invalid Alertmanager)/.test(sentence) &&
    !/"(time_intervals|active_time_intervals|location|smtp_smarthost)"/.test(sentence),
);

test.each(ofAlertmanager)(
  "%s is refused by amtool in the words that AMP is said to have",
  (_, text, sentence) => {
    const folder = emptyFolder();
    const files = innerFiles(text, "http://127.0.0.1:1", "http://127.0.0.1:1", "x".repeat(32));
    for (const [name, content] of Object.entries(files)) write(join(folder, name), content);
    const { ok, output } = amtool("check-config", join(folder, "alertmanager.yml"));
    const [, words = ""] = /\(AWS: "(.*)"\)/.exec(sentence) ?? [];
    expect({ ok, output }).toEqual({ ok: false, output: expect.stringContaining(words) });
  },
);

test("the definition that the prod stack renders has nothing that AMP refuses", () => {
  const result = readConfig({
    grafanaUrl: "https://grafana.example.com",
    amp: {
      email: ["oncall@example.com"],
      slack: { workspace: "T0123456789", channel: "C0123456789" },
      pagerduty: { secretArn: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:pagerduty-AbCdEf" },
      webhook: {},
    },
    muteTimes: { nights: { times: ["22:00-06:00"] } },
  });
  if (!result.ok) throw new Error(result.problems.join("\n"));
  expect(ampDefinitionProblems(ampDefinition(result.config))).toEqual([]);
});

function posted(alertname: string, severity: string) {
  return {
    labels: { alertname, severity, service: `service-of-${alertname}`, env: `env-of-${alertname}` },
    annotations: { summary: alertname, description: alertname, runbook_url: "https://runbooks.example.com" },
  };
}

interface Inner {
  receivers: {
    sns_configs?: Record<string, unknown>[];
    pagerduty_configs?: Record<string, unknown>[];
  }[];
}

/** The definition's files for an Alertmanager outside of AWS: endpoints and credentials are added, nothing is removed. */
function innerFiles(
  definition: string,
  snsUrl: string,
  pagerdutyUrl: string,
  routingKey: string,
): Readonly<Record<string, string>> {
  const { alertmanager_config: text, template_files: templates } = parse(definition) as {
    readonly alertmanager_config: string;
    readonly template_files: Readonly<Record<string, string>>;
  };
  const config = parse(text) as Inner;
  for (const { sns_configs: topics = [], pagerduty_configs: services = [] } of config.receivers) {
    for (const sns of topics) {
      sns["api_url"] = snsUrl;
      sns["sigv4"] = { ...(sns["sigv4"] as object), access_key: "AKIDEXAMPLE", secret_key: "example" };
    }
    // AMP fetches the key that this reference names.
    for (const pagerduty of services)
      Object.assign(pagerduty, { routing_key: routingKey, url: pagerdutyUrl });
  }
  return { "alertmanager.yml": stringify(config), ...templates };
}
