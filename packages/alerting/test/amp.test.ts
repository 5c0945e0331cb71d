import { describe, expect, test } from "@jest/globals";
import { toYaml } from "@monitoring/collection";
import { parse } from "yaml";
import {
  ampDefinitionProblems,
  compileAmp,
  compileMessages,
  type AmpReceivers,
  type EmailReceiver,
} from "../src/index.ts";
import { alert, world } from "./routing-fixtures.ts";

const receivers: AmpReceivers = {
  slack: { kind: "sns", topicArn: "arn:aws:sns:eu-central-1:111122223333:slack" },
  heartbeat: { kind: "sns", topicArn: "arn:aws:sns:eu-central-1:111122223333:heartbeat" },
  pagerduty: {
    kind: "pagerduty",
    secretArn: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:pd-AbCdEf",
  },
};
const messages = compileMessages({ silence: "command" });
const definition = compileAmp({ alerts: world, receivers, muteTimes: {}, messages });

interface Definition {
  alertmanager_config: string;
  template_files: Record<string, string>;
}

/** The definition with something changed in its inner configuration. */
function changed(change: (config: Record<string, unknown>, outer: Definition) => void): string {
  const outer = parse(definition) as Definition;
  const config = parse(outer.alertmanager_config) as Record<string, unknown>;
  change(config, outer);
  return toYaml({ ...outer, alertmanager_config: toYaml(config) });
}
const receiver = (config: Record<string, unknown>) =>
  (config["receivers"] as Record<string, unknown>[])[0] ?? {};
const sns = (config: Record<string, unknown>) =>
  (receiver(config)["sns_configs"] as Record<string, unknown>[])[0] ?? {};

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

describe("what AMP refuses", () => {
  test.each<[string, string, string]>([
    [
      "nothing at all",
      "",
      "the alert manager definition has no text alertmanager_config, without which AMP takes it for empty",
    ],
    [
      "e-mail",
      changed((config) => Object.assign(receiver(config), { email_configs: [{ to: "a@example.com" }] })),
      'has email_configs in the receiver "critical", which AMP cannot send; use an SNS topic with a subscription by e-mail',
    ],
    [
      "Slack",
      changed((config) => Object.assign(receiver(config), { slack_configs: [{}] })),
      'has slack_configs in the receiver "critical", which AMP cannot send; use an SNS topic that Amazon Q Developer in chat applications hands to the channel',
    ],
    [
      "an endpoint",
      changed((config) => Object.assign(sns(config), { api_url: "https://sns.example.com" })),
      'has api_url in sns_configs in the receiver "critical", which AMP refuses; it takes topic_arn,',
    ],
    [
      "another region",
      changed((config) => Object.assign(sns(config), { sigv4: { region: "us-east-1" } })),
      'signs for the region "us-east-1" in the receiver "critical", but the topic is in eu-central-1',
    ],
    [
      "no topic",
      changed((config) => Object.assign(sns(config), { topic_arn: "alerts" })),
      'has the topic "alerts" in the receiver "critical"; it must be the ARN of a standard SNS topic',
    ],
    [
      "no subject",
      changed((config) => Reflect.deleteProperty(sns(config), "subject")),
      'has no subject in the receiver "critical"; the default is longer than the 100 characters that SNS takes',
    ],
    [
      "a key in plain sight",
      changed((config) =>
        Object.assign(receiver(config), { pagerduty_configs: [{ routing_key: "canary" }] }),
      ),
      'has no key of Secrets Manager for PagerDuty in the receiver "critical"; AMP reads it from there alone',
    ],
    [
      "a repeat after a week",
      changed((config) => Object.assign(config["route"] as object, { repeat_interval: "7d" })),
      "repeats after 7d; AMP repeats after 5d at the latest, so write that or less",
    ],
    [
      "a receiver that is not there",
      changed((config) => Object.assign(config["route"] as object, { receiver: "nobody" })),
      'routes to the receiver "nobody", which it does not have',
    ],
    [
      "two receivers of one name",
      changed((config) => (config["receivers"] as object[]).push({ name: "info" })),
      'has two receivers "info"; give each its own name',
    ],
    [
      "time intervals",
      changed((config) => Object.assign(config, { time_intervals: [] })),
      'has "time_intervals", which AMP does not know; it knows global, route,',
    ],
    [
      "a function of newer engines",
      changed((_, outer) => Object.assign(outer.template_files, { extra: "{{ .Alerts | toJson }}" })),
      'uses toJson in the template "extra", which AMP\'s engine may not know',
    ],
    [
      "a template by its path",
      changed((_, outer) => Object.assign(outer.template_files, { "a/b": "" })),
      'has the template "a/b"; AMP takes a name, not a path',
    ],
    [
      "a template that is not there",
      changed((config) => Object.assign(config, { templates: ["messages", "others"] })),
      'uses the template "others", which it does not have',
    ],
    [
      "more than a megabyte",
      changed((_, outer) => Object.assign(outer.template_files, { big: "x".repeat(1_000_000) })),
      "bytes; AMP takes at most 1000000",
    ],
    [
      "too many templates",
      changed((_, outer) => Object.assign(outer.template_files, Object.fromEntries(many(100)))),
      "has 101 templates; AMP takes at most 100",
    ],
    [
      "too many routes",
      changed((config) => Object.assign(config["route"] as object, { routes: many(100).map(() => ({})) })),
      "has 101 nodes of the routing tree; AMP takes at most 100",
    ],
    [
      "too many inhibition rules",
      compileAmp({
        alerts: many(101).flatMap(([name]) => [
          alert(`Source${name}`, "high", ["x"]),
          alert(`Target${name}`, "high", ["x"], [`Source${name}`]),
        ]),
        receivers,
        muteTimes: {},
        messages,
      }),
      "has 103 inhibition rules; AMP takes at most 100",
    ],
  ])("is said before anything is deployed: %s", (_, text, sentence) => {
    const problems = ampDefinitionProblems(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(sentence);
  });
});

function many(count: number): [string, string][] {
  return Array.from({ length: count }, (_, i) => [`n${i}`, "x"]);
}
