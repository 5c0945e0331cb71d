type Mapping = Readonly<Record<string, unknown>>;

/** The fields of each integration that AMP has: https://docs.aws.amazon.com/prometheus/latest/userguide/AMP-alertmanager-receiver.html */
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

/** AWS's own words for a refusal. */
const says = (text: string): string => `(AWS: "${text}")`;

/** What AMP would refuse in a receiver of its alert manager definition. */
export function receiverProblems(
  { name, ...kinds }: Mapping,
  account: string | undefined,
): readonly string[] {
  if (typeof name !== "string" || name === "") {
    return [`has a receiver without a name; give it one ${says("missing name in receiver")}`];
  }
  const at = `in the receiver "${name}"`;
  return Object.entries(kinds).flatMap(([kind, configs]) => {
    const fields = integrations[kind];
    if (fields === undefined) {
      return [
        `has ${kind} ${at}; use ${instead[kind] ?? "an SNS topic"} ${says(`Invalid Alertmanager receiver type: [${kind}]`)}`,
      ];
    }
    return (configs as readonly Mapping[]).flatMap((config) => [
      ...Object.keys(config)
        .filter((field) => !fields.includes(field))
        .map((field) => `has ${field} in ${kind} ${at}, which AMP refuses; it takes ${fields.join(", ")}`),
      ...(kind === "sns_configs" ? snsProblems(config, at, account) : keyProblems(config, at)),
    ]);
  });
}

function snsProblems(config: Mapping, at: string, account: string | undefined): string[] {
  const topic = String(config["topic_arn"]);
  const [, region, owner = ""] = /^arn:aws[\w-]*:sns:([\w-]+):(\d{12}):[\w-]{1,256}$/.exec(topic) ?? [];
  const signed = (config["sigv4"] as { readonly region?: unknown } | undefined)?.region;
  if (region === undefined) {
    return [`has the topic "${topic}" ${at}; it must be the ARN of a standard SNS topic`];
  }
  return [
    ...(account !== undefined && owner !== account
      ? [
          `has a topic of the account ${owner} ${at}, but the workspace is in ${account}; use a topic of there ${says(`Invalid SNS receiver topic account ID: ${owner}`)}`,
        ]
      : []),
    ...(signed === region
      ? []
      : [`signs for the region "${String(signed)}" ${at}, but the topic is in ${region}`]),
    ...(config["subject"] === undefined
      ? [`has no subject ${at}; the default is longer than the 100 characters that SNS takes`]
      : []),
  ];
}

function keyProblems(config: Mapping, at: string): string[] {
  const key = config["routing_key"] ?? config["service_key"];
  const arn = (key as { readonly aws_secrets_manager?: { readonly secret_arn?: unknown } } | undefined)
    ?.aws_secrets_manager?.secret_arn;
  return /^arn:aws[\w-]*:secretsmanager:[\w-]+:\d{12}:secret:\S+$/.test(String(arn))
    ? []
    : [`has no key of Secrets Manager for PagerDuty ${at}; AMP reads it from there alone`];
}
