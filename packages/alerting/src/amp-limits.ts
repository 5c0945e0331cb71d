import { seconds, type Duration } from "@monitoring/collection";
import { parse } from "yaml";

/** What a definition holds, taken apart. */
interface Definition {
  readonly bytes: number;
  readonly templates: Readonly<Record<string, string>>;
  readonly config: Config;
}

interface Route {
  readonly receiver?: string;
  readonly repeat_interval?: Duration;
  readonly routes?: readonly Route[];
  readonly [key: string]: unknown;
}

interface Config {
  readonly route?: Route;
  readonly receivers?: readonly Readonly<Record<string, unknown>>[];
  readonly inhibit_rules?: readonly object[];
  readonly templates?: readonly string[];
  readonly [key: string]: unknown;
}

interface Limit {
  readonly what: string;
  readonly most: number;
  readonly count: (definition: Definition) => number;
}

/** Quotas: https://docs.aws.amazon.com/prometheus/latest/userguide/AMP_quotas.html, read in 2026. */
export const ampAlertManagerLimits: readonly Limit[] = [
  { what: "bytes", most: 1_000_000, count: ({ bytes }) => bytes },
  { what: "templates", most: 100, count: ({ templates }) => Object.keys(templates).length },
  { what: "inhibition rules", most: 100, count: ({ config }) => config.inhibit_rules?.length ?? 0 },
  { what: "nodes of the routing tree", most: 100, count: ({ config }) => nodes(config.route).length },
];

/** AMP takes a longer one as this one: https://docs.aws.amazon.com/prometheus/latest/userguide/AMP-alertmanager-config.html */
const longestRepeat: Duration = "5d";

/** What AMP reads at the top; anything else fails the update with "field ... not found in type config.plain". */
const topKeys = ["global", "route", "receivers", "inhibit_rules", "templates", "mute_time_intervals"];

/** The fields of each integration that AMP has; every other integration is an "Invalid Alertmanager receiver type". */
const integrations: Readonly<Record<string, readonly string[]>> = {
  sns_configs: [
    "topic_arn",
    "sigv4",
    "subject",
    "message",
    "attributes",
    "send_resolved",
    "phone_number",
    "target_arn",
  ],
  pagerduty_configs: [
    "routing_key",
    "service_key",
    "client",
    "client_url",
    "description",
    "details",
    "severity",
    "class",
    "component",
    "group",
    "source",
    "send_resolved",
  ],
};

/** What to use instead of an integration that AMP does not have. */
const instead: Readonly<Record<string, string>> = {
  email_configs: "an SNS topic with a subscription by e-mail",
  slack_configs: "an SNS topic that Amazon Q Developer in chat applications hands to the channel",
  webhook_configs: "an SNS topic with a subscription by https",
};

/** Functions of templates that AMP's engine lacks or may lack; Alertmanager added them late. */
const lateFunctions = [
  "toJson",
  "since",
  "humanizeDuration",
  "trimSpace",
  "tz",
  "date",
  "safeUrl",
  "urlUnescape",
];

/** What speaks against sending a definition to AMP, as sentences. */
export function ampDefinitionProblems(text: string): readonly string[] {
  const { alertmanager_config: inner, template_files: templates = {} } = (parse(text) ?? {}) as {
    readonly alertmanager_config?: unknown;
    readonly template_files?: Definition["templates"];
  };
  if (typeof inner !== "string") {
    return [
      "the alert manager definition has no text alertmanager_config, without which AMP takes it for empty",
    ];
  }
  const definition = { bytes: Buffer.byteLength(text), templates, config: (parse(inner) ?? {}) as Config };
  return checks.flatMap((check) => check(definition).map((rest) => `the alert manager definition ${rest}`));
}

const checks: readonly ((definition: Definition) => readonly string[])[] = [
  (definition) =>
    ampAlertManagerLimits.flatMap(({ what, most, count }) => {
      const found = count(definition);
      return found > most ? [`has ${found} ${what}; AMP takes at most ${most}`] : [];
    }),
  ({ config }) =>
    Object.keys(config)
      .filter((key) => !topKeys.includes(key))
      .map((key) => `has "${key}", which AMP does not know; it knows ${topKeys.join(", ")}`),
  ({ config }) => routeProblems(config),
  ({ config }) => (config.receivers ?? []).flatMap(receiverProblems),
  ({ config, templates }) => templateProblems(config, templates),
];

function nodes(route: Route | undefined): readonly Route[] {
  return route === undefined ? [] : [route, ...(route.routes ?? []).flatMap(nodes)];
}

function routeProblems({ route, receivers = [] }: Config): string[] {
  if (route?.receiver === undefined) return ["has no default receiver; the root of the routes must name one"];
  const names = receivers.map(({ name }) => name);
  return [
    ...names
      .filter((name, i) => names.indexOf(name) !== i)
      .map((name) => `has two receivers "${String(name)}"; give each its own name`),
    ...nodes(route).flatMap(({ receiver, repeat_interval: repeat }) => [
      ...(receiver !== undefined && !names.includes(receiver)
        ? [`routes to the receiver "${receiver}", which it does not have`]
        : []),
      ...(repeat !== undefined && seconds(repeat) > seconds(longestRepeat)
        ? [`repeats after ${repeat}; AMP repeats after ${longestRepeat} at the latest, so write that or less`]
        : []),
    ]),
    ...nodes(route)
      .filter((node) => "active_time_intervals" in node)
      .map(() => "has active_time_intervals, which AMP refuses; write the rest of the week as mute times"),
  ];
}

function receiverProblems({ name, ...kinds }: Readonly<Record<string, unknown>>): string[] {
  const at = `in the receiver "${String(name)}"`;
  return Object.entries(kinds).flatMap(([kind, configs]) => {
    const fields = integrations[kind];
    if (fields === undefined) {
      return [`has ${kind} ${at}, which AMP cannot send; use ${instead[kind] ?? "an SNS topic"}`];
    }
    return (configs as readonly Readonly<Record<string, unknown>>[]).flatMap((config) => [
      ...Object.keys(config)
        .filter((field) => !fields.includes(field))
        .map((field) => `has ${field} in ${kind} ${at}, which AMP refuses; it takes ${fields.join(", ")}`),
      ...(kind === "sns_configs" ? snsProblems(config, at) : keyProblems(config, at)),
    ]);
  });
}

function snsProblems(config: Readonly<Record<string, unknown>>, at: string): string[] {
  const [, region] =
    /^arn:aws[\w-]*:sns:([\w-]+):\d{12}:[\w-]{1,256}$/.exec(String(config["topic_arn"])) ?? [];
  const signed = (config["sigv4"] as { readonly region?: unknown } | undefined)?.region;
  return [
    ...(region === undefined
      ? [`has the topic "${String(config["topic_arn"])}" ${at}; it must be the ARN of a standard SNS topic`]
      : []),
    ...(region !== undefined && signed !== region
      ? [`signs for the region "${String(signed)}" ${at}, but the topic is in ${region}`]
      : []),
    ...(config["subject"] === undefined
      ? [`has no subject ${at}; the default is longer than the 100 characters that SNS takes`]
      : []),
  ];
}

function keyProblems(config: Readonly<Record<string, unknown>>, at: string): string[] {
  const key = config["routing_key"] ?? config["service_key"];
  const arn = (key as { readonly aws_secrets_manager?: { readonly secret_arn?: unknown } } | undefined)
    ?.aws_secrets_manager?.secret_arn;
  return /^arn:aws[\w-]*:secretsmanager:[\w-]+:\d{12}:secret:\S+$/.test(String(arn))
    ? []
    : [`has no key of Secrets Manager for PagerDuty ${at}; AMP reads it from there alone`];
}

function templateProblems({ templates: used = [] }: Config, templates: Definition["templates"]): string[] {
  return [
    ...used
      .filter((name) => templates[name] === undefined)
      .map((name) => `uses the template "${name}", which it does not have`),
    ...Object.keys(templates)
      .filter((name) => /[/\\]/.test(name))
      .map((name) => `has the template "${name}"; AMP takes a name, not a path`),
    ...Object.entries(templates).flatMap(([name, text]) =>
      lateFunctions
        .filter((word) => new RegExp(`\\{\\{[^}]*[\\s(|]${word}[\\s)|}]`).test(text))
        .map((word) => `uses ${word} in the template "${name}", which AMP's engine may not know`),
    ),
  ];
}
