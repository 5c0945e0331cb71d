import { describe, expect, test } from "@jest/globals";
import { isMade, readConfig, requiredSecrets, type Config } from "../src/index.ts";

const problems = (values: Record<string, unknown>): readonly string[] => {
  const result = readConfig(values);
  return result.ok ? [] : result.problems;
};
const read = (values: Record<string, unknown>): Config => {
  const result = readConfig(values);
  if (!result.ok) throw new Error(result.problems.join("\n"));
  return result.config;
};

describe("configuration", () => {
  test("works without a single key", () => {
    expect(read({})).toMatchObject({
      namePrefix: "mcp",
      bindAddress: "127.0.0.1",
      ports: { prometheus: 9090, alertmanager: 9093, inbox: 8025 },
      retention: "30d",
      protectData: true,
      demo: true,
    });
  });

  test("reports every mistake of a run at once, with the key", () => {
    expect(problems({ retention: "30 days", ports: { prometheus: 0 }, colour: "red" })).toEqual([
      "monitoring:ports.prometheus is 0; it must be a port from 1 to 65535, or false to publish nothing",
      'monitoring:retention is "30 days"; it must be a positive whole number and one of s, m, h, d, e.g. 15s; write 30d',
      "monitoring:colour is not a known key; all keys are listed in docs/configuration.md",
    ]);
  });

  test("refuses two services on one port", () => {
    expect(problems({ ports: { inbox: 9090 } })).toEqual([
      "monitoring:ports.inbox and monitoring:ports.prometheus are both 9090; give each its own, or false to publish nothing",
    ]);
  });

  test("never shows a secret's value", () => {
    expect(problems({ inboxToken: "canary", nonsense: 1 }).join()).not.toContain("canary");
  });

  test("wants the user's own server when the demo is off", () => {
    expect(problems({ demo: false })).toEqual([
      "monitoring:mcpServer is not set, but monitoring:demo is false; give the URL of your server's metrics, or remove demo",
    ]);
  });
});

describe("secrets", () => {
  test("of a fresh dev stack are all generated ones", () => {
    expect(requiredSecrets(read({}))).toEqual([
      "grafanaAdminPassword",
      "grafanaSecretKey",
      "inboxToken",
      "mcpToken",
      "postgresExporterPassword",
      "postgresPassword",
      "redisExporterPassword",
      "redisPassword",
    ]);
  });

  test("of a receiver of one's own replace the inbox's", () => {
    const own = {
      email: { to: "a@example.com", from: "b@example.com", smarthost: "smtp.example.com:587", username: "u" },
      slack: { channel: "#alerts" },
      pagerduty: {},
      heartbeat: {},
    };
    expect(
      requiredSecrets(read({ receivers: own, demo: false, mcpServer: "http://mcp.example.com/metrics" })),
    ).toEqual([
      "grafanaAdminPassword",
      "grafanaSecretKey",
      "heartbeatUrl",
      "pagerdutyRoutingKey",
      "slackWebhookUrl",
      "smtpPassword",
    ]);
  });
});

test("what your own database wants is yours to say; the demo's is made", () => {
  expect(isMade("postgresExporterPassword", { demo: true })).toBe(true);
  expect(isMade("postgresExporterPassword", { demo: false })).toBe(false);
  expect(isMade("inboxToken", { demo: false })).toBe(true);
});
