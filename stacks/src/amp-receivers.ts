import type { AmpReceivers, Channel, SnsReceiver } from "@monitoring/alerting";
import type { Config, SecretName } from "./config.ts";

/** What is brought by an SNS topic: everything but PagerDuty, which AMP itself speaks. */
export type TopicChannel = Exclude<Channel, "pagerduty">;

/** A topic's name in its account, where another stack with another prefix may have its own. */
export function topicName(channel: TopicChannel, { namePrefix }: Pick<Config, "namePrefix">): string {
  return channel === "heartbeat" ? `${namePrefix}-heartbeat` : `${namePrefix}-alerts-${channel}`;
}

/** The topics that a configuration needs. Heartbeats always go out: an alarm on their absence needs no receiver. */
export function neededTopics({ amp }: Config): readonly TopicChannel[] {
  const set: Readonly<Record<TopicChannel, boolean>> = {
    email: amp.email !== undefined,
    slack: amp.slack !== undefined,
    webhook: amp.webhook !== undefined,
    heartbeat: true,
  };
  return (Object.keys(set) as TopicChannel[]).filter((channel) => set[channel]);
}

/** Names that AWS gives. */
export interface AmpArns {
  readonly topic: (channel: TopicChannel) => string;
  /** The secret that the stack itself keeps PagerDuty's key in. */
  readonly pagerdutySecret: string;
}

/** AMP's receivers, with the ARN that each topic has. */
export function ampReceivers(config: Config, arns: AmpArns): AmpReceivers {
  const topics = neededTopics(config).map((channel): [TopicChannel, SnsReceiver] => [
    channel,
    { kind: "sns", topicArn: arns.topic(channel) },
  ]);
  const { pagerduty } = config.amp;
  return {
    ...Object.fromEntries(topics),
    ...(pagerduty && {
      pagerduty: { kind: "pagerduty", secretArn: pagerduty.secretArn ?? arns.pagerdutySecret } as const,
    }),
  };
}

/** Whether the stack itself keeps PagerDuty's key in Secrets Manager. */
export function keepsPagerdutyKey({ amp: { pagerduty } }: Config): boolean {
  return pagerduty !== undefined && pagerduty.secretArn === undefined;
}

/** The secrets that the prod stack needs, in alphabetical order. */
export function prodSecrets(config: Config): readonly SecretName[] {
  const { amp, collector, mcpProbe, postgres, redis, redisUser } = config;
  const wanted = {
    postgresExporterPassword: postgres !== undefined,
    redisExporterPassword: redis !== undefined && redisUser !== undefined,
    mcpProbeToken: mcpProbe?.token === true,
  } as const;
  const ofCollectors = (Object.keys(wanted) as (keyof typeof wanted)[]).filter((name) => wanted[name]);
  return [
    "grafanaAuth",
    ...(collector.kind === "ecs" ? ofCollectors : []),
    ...(amp.heartbeat ? (["heartbeatUrl"] as const) : []),
    ...(keepsPagerdutyKey(config) ? (["pagerdutyRoutingKey"] as const) : []),
    ...(amp.webhook ? (["webhookUrl"] as const) : []),
  ];
}

/** ARNs in files that are rendered without AWS; what is not configured is as in AWS's own examples. */
export function exampleArns(config: Config): AmpArns {
  const { region = "us-east-1", account = "111122223333" } = config.aws;
  return {
    topic: (channel) => `arn:aws:sns:${region}:${account}:${topicName(channel, config)}`,
    pagerdutySecret: `arn:aws:secretsmanager:${region}:${account}:secret:${config.namePrefix}/pagerduty-example`,
  };
}
