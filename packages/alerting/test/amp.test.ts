import { describe, expect, test } from "@jest/globals";
import { parse, stringify } from "yaml";
import { ampDefinitionProblems, type AmpReceivers, type EmailReceiver } from "../src/index.ts";
import { badDefinitions, definition, type Definition } from "./amp-definition-fixtures.ts";

describe("AMP's alert manager definition", () => {
  test("sends to SNS and PagerDuty alone, with no secret in it", () => {
    const { alertmanager_config: text } = parse(definition) as Definition;
    const config = parse(text) as { receivers: { name: string; [kind: string]: unknown }[] };
    expect(config.receivers.map(({ name, ...kinds }) => [name, Object.keys(kinds).sort()])).toEqual([
      ["critical", ["pagerduty_configs", "sns_configs"]],
      ["high", ["sns_configs"]],
      ["warning", ["sns_configs"]],
      ["info", []],
      ["heartbeat", ["sns_configs"]],
    ]);
    expect(text).toContain("aws_secrets_manager");
    expect(text).not.toMatch(/_file:|api_url|http_config/);
    expect(ampDefinitionProblems(definition)).toEqual([]);
  });

  test("cannot have a receiver of Alertmanager's", () => {
    const email: EmailReceiver = {
      to: "a@example.com",
      from: "b@example.com",
      smarthost: "smtp.example.com:587",
      username: "u",
      requireTls: true,
    };
    // @ts-expect-error -- AMP sends no e-mail: only a topic fits
    const wrong: AmpReceivers = { email };
    // @ts-expect-error -- AMP has no Slack: only a topic fits
    const alsoWrong: AmpReceivers = { slack: { channel: "#alerts" } };
    expect([wrong, alsoWrong]).toHaveLength(2);
  });
});

describe("what AMP refuses in the definition is said before anything is deployed, in AWS's own words where there are any:", () => {
  test.each(badDefinitions)("%s", (_, text, sentence) => {
    expect(ampDefinitionProblems(text, "111122223333")).toEqual([`the alert manager definition ${sentence}`]);
  });

  test("more than a megabyte", () => {
    const outer = parse(definition) as Definition;
    outer.template_files["big"] = "x".repeat(1_000_000);
    expect(ampDefinitionProblems(stringify(outer))).toEqual([
      expect.stringMatching(/^the alert manager definition has \d+ bytes; AMP takes at most 1000000$/),
    ]);
  });

  test("a topic of another account", () => {
    const [problem] = ampDefinitionProblems(definition, "444455556666");
    expect(problem).toBe(
      `the alert manager definition has a topic of the account 111122223333 in the receiver "critical", but the workspace is in 444455556666; use a topic of there (AWS: "Invalid SNS receiver topic account ID: 111122223333")`,
    );
  });
});
