import { describe, expect, test } from "@jest/globals";
import { alertsOf, compileAlertmanager, routes, ruleGroups } from "../src/index.ts";

const config = compileAlertmanager({
  routes,
  secretsFolder: "/secrets",
  receivers: {
    email: { to: "a@example.com", from: "b@example.com", smarthost: "smtp.example.com:587", username: "u" },
    slack: { channel: "#alerts" },
    pagerduty: { url: "https://events.pagerduty.com/v2/enqueue" },
    heartbeat: { authorization: false },
  },
}) as {
  route: { receiver: string; routes: { matchers: string[]; receiver: string }[] };
  receivers: { name: string; [kind: string]: unknown }[];
};

describe("alertmanager.yml", () => {
  test("pages for critical by e-mail, Slack and PagerDuty", () => {
    const page = config.receivers.find(({ name }) => name === "page");
    expect(Object.keys(page ?? {}).sort()).toEqual([
      "email_configs",
      "name",
      "pagerduty_configs",
      "slack_configs",
    ]);
    expect(receiverOf("critical")).toBe("page");
  });

  test("sends the heartbeat to nobody but the heartbeat", () => {
    const heartbeat = config.receivers.find(({ name }) => name === "heartbeat");
    expect(Object.keys(heartbeat ?? {}).sort()).toEqual(["name", "webhook_configs"]);
    expect(receiverOf("heartbeat")).toBe("heartbeat");
  });

  test("requires TLS for e-mail", () => {
    expect(config.receivers[0]).toMatchObject({ email_configs: [{ require_tls: true }] });
  });

  test("holds no inline secret: only settings that name files", () => {
    const secretSettings =
      /"(auth_password|api_url|routing_key|service_key|credentials|password|url_secret)":/;
    expect(JSON.stringify(config)).not.toMatch(secretSettings);
  });

  test("has a route for the severity of every alert", () => {
    const severities = alertsOf(ruleGroups).map((a) => a.severity);
    expect(severities.map(receiverOf)).not.toContain(undefined);
  });
});

function receiverOf(severity: string): string | undefined {
  return config.route.routes.find(({ matchers }) => matchers[0] === `severity="${severity}"`)?.receiver;
}
