import { toYaml } from "@monitoring/collection";
import { parse } from "yaml";
import { compileAmp, compileMessages, type AmpReceivers } from "../src/index.ts";
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
const muteTimes = { nights: { times: ["22:00-06:00"] } };

/** A definition that AMP takes. */
export const definition = compileAmp({ alerts: world, receivers, muteTimes, messages });

/** What it consists of. */
export interface Definition {
  alertmanager_config: string;
  template_files: Record<string, string>;
}

type Mapping = Record<string, unknown>;

/** The definition with something changed in its inner configuration. */
function changed(change: (config: Mapping, outer: Definition) => unknown): string {
  const outer = parse(definition) as Definition;
  const config = parse(outer.alertmanager_config) as Mapping;
  change(config, outer);
  return toYaml({ ...outer, alertmanager_config: toYaml(config) });
}
const list = (value: unknown): Mapping[] => value as Mapping[];
const receiver = (config: Mapping) => list(config["receivers"])[0] ?? {};
const sns = (config: Mapping) => list(receiver(config)["sns_configs"])[0] ?? {};
const route = (config: Mapping) => config["route"] as Mapping;
const warnings = (config: Mapping) => list(route(config)["routes"])[2] ?? {};

/** Mistakes, the definition that has them, and what is said of it. */
export const badDefinitions: readonly (readonly [mistake: string, text: string, sentence: string])[] = [
  [
    "nothing at all",
    "",
    'has no text alertmanager_config; write the configuration as one (AWS: "Empty Alertmanager definition.")',
  ],
  [
    "a configuration that is no text",
    toYaml({ alertmanager_config: {} }),
    'has no text alertmanager_config; write the configuration as one (AWS: "Empty Alertmanager definition.")',
  ],
  [
    "e-mail",
    changed((config) => Object.assign(receiver(config), { email_configs: [{ to: "a@example.com" }] })),
    'has email_configs in the receiver "critical"; use an SNS topic with a subscription by e-mail (AWS: "Invalid Alertmanager receiver type: [email_configs]")',
  ],
  [
    "Slack",
    changed((config) => Object.assign(receiver(config), { slack_configs: [{}] })),
    'has slack_configs in the receiver "critical"; use an SNS topic that Amazon Q Developer in chat applications hands to the channel (AWS: "Invalid Alertmanager receiver type: [slack_configs]")',
  ],
  [
    "an endpoint",
    changed((config) => Object.assign(sns(config), { api_url: "https://sns.example.com" })),
    'has api_url in sns_configs in the receiver "critical", which AMP refuses; it takes topic_arn, sigv4, subject, message, attributes, send_resolved, phone_number, target_arn',
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
    "a topic whose messages come in order",
    changed((config) =>
      Object.assign(sns(config), { topic_arn: "arn:aws:sns:eu-central-1:111122223333:alerts.fifo" }),
    ),
    'has the topic "arn:aws:sns:eu-central-1:111122223333:alerts.fifo" in the receiver "critical"; it must be the ARN of a standard SNS topic',
  ],
  [
    "no subject",
    changed((config) => Reflect.deleteProperty(sns(config), "subject")),
    'has no subject in the receiver "critical"; the default is longer than the 100 characters that SNS takes',
  ],
  [
    "a key in plain sight",
    changed((config) => Object.assign(receiver(config), { pagerduty_configs: [{ routing_key: "canary" }] })),
    'has no key of Secrets Manager for PagerDuty in the receiver "critical"; AMP reads it from there alone',
  ],
  [
    "a receiver without a name",
    changed((config) => list(config["receivers"]).push({})),
    'has a receiver without a name; give it one (AWS: "missing name in receiver")',
  ],
  [
    "a repeat after a week",
    changed((config) => (route(config)["repeat_interval"] = "7d")),
    "repeats after 7d; AMP repeats after 5d at the latest, so write that or less",
  ],
  [
    "a wait without a unit",
    changed((config) => (route(config)["group_wait"] = "30")),
    'has group_wait 30; write a number and its unit, e.g. 5m (AWS: "not a valid duration string: "30"")',
  ],
  [
    "no route",
    changed((config) => Reflect.deleteProperty(config, "route")),
    'has no route; give it one (AWS: "no routes provided")',
  ],
  [
    "no receiver for what no route is for",
    changed((config) => Reflect.deleteProperty(route(config), "receiver")),
    'has no default receiver; name one in the root of the routes (AWS: "root route must specify a default receiver")',
  ],
  [
    "a receiver that is not there",
    changed((config) => (warnings(config)["receiver"] = "nobody")),
    'routes to the receiver "nobody", which it does not have (AWS: "undefined receiver "nobody" used in route")',
  ],
  [
    "two receivers of one name",
    changed((config) => list(config["receivers"]).push({ name: "info" })),
    'has two receivers "info"; give each its own name (AWS: "notification config name "info" is not unique")',
  ],
  [
    "a mute time that is not there",
    changed((config) => (warnings(config)["mute_time_intervals"] = ["weekends"])),
    'mutes in the time "weekends", which it does not have (AWS: "undefined time interval "weekends" used in route")',
  ],
  [
    "time intervals",
    changed((config) => (config["time_intervals"] = [])),
    'has "time_intervals"; write mute_time_intervals (AWS: "field time_intervals not found in type config.plain")',
  ],
  [
    "times in which alone something is sent",
    changed((config) => (warnings(config)["active_time_intervals"] = ["nights"])),
    'has "active_time_intervals"; write the rest of the week as mute_time_intervals (AWS: "field active_time_intervals not found in type config.plain") in a route',
  ],
  [
    "another time zone",
    changed((config) => {
      const [mute] = list(config["mute_time_intervals"]);
      const [part] = list(mute?.["time_intervals"]);
      Object.assign(part ?? {}, { location: "Europe/Berlin" });
    }),
    'has "location"; write times in UTC (AWS: "field location not found in type config.plain") in a mute time',
  ],
  [
    "a misspelt key of a route",
    changed((config) => (route(config)["group_wiat"] = "30s")),
    'has "group_wiat"; did you mean group_wait? (AWS: "field group_wiat not found in type config.plain") in a route',
  ],
  [
    "a misspelt key of an inhibition rule",
    changed((config) => Object.assign(list(config["inhibit_rules"])[0] ?? {}, { equals: ["env"] })),
    'has "equals"; did you mean equal? (AWS: "field equals not found in type config.plain") in an inhibition rule',
  ],
  [
    "a mail server for all receivers",
    changed((config) => (config["global"] = { smtp_smarthost: "smtp.example.com:587" })),
    'has "smtp_smarthost"; it takes resolve_timeout (AWS: "field smtp_smarthost not found in type config.plain") in global',
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
    changed((config) => (config["templates"] = ["messages", "others"])),
    'uses the template "others", which it does not have',
  ],
  [
    "too many templates",
    changed((_, outer) => Object.assign(outer.template_files, Object.fromEntries(many(100)))),
    "has 101 templates; AMP takes at most 100",
  ],
  [
    "too many routes",
    changed((config) => (route(config)["routes"] = many(100).map(() => ({})))),
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
      muteTimes,
      messages,
    }),
    "has 103 inhibition rules; AMP takes at most 100",
  ],
];

function many(count: number): [string, string][] {
  return Array.from({ length: count }, (_, i) => [`n${i}`, "x"]);
}
