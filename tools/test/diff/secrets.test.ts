import { secrets, stackNames, type StackName } from "@monitoring/stacks";
import { describe as suite, expect, test } from "@jest/globals";
import { describe } from "../../src/diff/describe.ts";
import { review } from "../../src/diff/review.ts";
import { masked } from "../../src/diff/text/masked.ts";
import { prodSettings, rendered, type Clone } from "./stacks.ts";

const options = { base: "`a`", head: "`b`", command: "npm run diff -- a b" };

/** Places at which people paste secrets, each with a canary that must not be said. */
const canary = (where: string): string => `canary-${where}-7f3a9c51`;

const rules = `
groups:
  - name: team
    rules:
      - alert: TeamAlert
        expr: up == 0
        labels: { severity: critical, owner: "https://bot:${canary("label")}@example.com" }
        annotations:
          description: "call https://hooks.slack.com/services/T0/B0/${canary("slack")} or use token=${canary("token")}"
          summary: "Authorization: Bearer ${canary("bearer")}, password: ${canary("password")}"
`;
const dashboard = JSON.stringify({
  title: "Team",
  panels: [
    {
      type: "timeseries",
      title: `password=${canary("title")}`,
      targets: [{ expr: "up" }],
      links: [{ url: `https://grafana.example.com/?token=${canary("link")}` }],
      options: { secret: canary("option"), apiKey: canary("key") },
    },
  ],
});

/** Every secret of the configuration, set as plain text, as somebody may by mistake. */
const everySecret = Object.fromEntries(Object.keys(secrets).map((name) => [name, canary(name)]));

const clone: Clone = {
  dev: {
    ...everySecret,
    remoteWrite: { team: { kind: "generic", url: "https://metrics.example.com/push" } },
  },
  prod: { ...everySecret, ...prodSettings },
  custom: { "rules/team.yml": rules, "dashboards/Team/team.json": dashboard },
};

suite("a secret", () => {
  test("is said neither when it comes nor when it goes, wherever somebody put it", () => {
    const both = (stack: StackName) =>
      [describe(stack, rendered(stack, {})), describe(stack, rendered(stack, clone))] as const;
    const texts = [false, true].map((turned) =>
      review(
        stackNames.map((stack) => {
          const [before, after] = both(stack);
          return turned ? { before: after, after: before } : { before, after };
        }),
        { ...options, limit: 1e9 },
      ),
    );
    for (const text of texts) {
      expect(text).toContain("TeamAlert");
      expect(text).not.toContain("canary-");
    }
  });

  test.each([
    ["postgres://user:hunter2@db:5432/x", "postgres://***@db:5432/x"],
    ["https://example.com/a@b", "https://example.com/a@b"],
    ["Bearer abcdefgh12345678", "Bearer ***"],
    ["routing_key: R0123456789", "routing_key: ***"],
    ["routing_key_file: /etc/secrets/key", "routing_key_file: /etc/secrets/key"],
    ["auth_password_file: /etc/x", "auth_password_file: /etc/x"],
    ["AKIAIOSFODNN7EXAMPLE", "***"],
    ["glsa_abcdefghijklmnop_12345678", "***"],
    [
      "arn:aws:secretsmanager:us-east-1:111122223333:secret:pagerduty",
      "arn:aws:secretsmanager:us-east-1:111122223333:secret:pagerduty",
    ],
    ['"password": "x y"', '"password": "*** y"'],
    ["secret: true", "secret: true"],
  ])("%j becomes %j", (text, expected) => {
    expect(masked(text)).toBe(expected);
  });
});
