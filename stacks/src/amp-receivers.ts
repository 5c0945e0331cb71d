import type { AmpReceivers, Channel, SnsReceiver } from "@monitoring/alerting";
import type { Config, SecretName } from "./config.ts";

/** The SNS topics of the prod stack, by what they bring. */
export const topicNames = {
  email: "mcp-alerts-email",
  slack: "mcp-alerts-slack",
  webhook: "mcp-alerts-webhook",
  heartbeat: "mcp-heartbeat",
} as const satisfies Partial<Record<Channel, string>>;

/** What is brought by a topic. */
export type TopicChannel = keyof typeof topicNames;

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

/** AMP's receivers, with the ARN that each topic has. */
export function ampReceivers(config: Config, topicArn: (channel: TopicChannel) => string): AmpReceivers {
  const topics = neededTopics(config).map((channel): [TopicChannel, SnsReceiver] => [
    channel,
    { kind: "sns", topicArn: topicArn(channel) },
  ]);
  const { pagerduty } = config.amp;
  return {
    ...Object.fromEntries(topics),
    ...(pagerduty && { pagerduty: { kind: "pagerduty", secretArn: pagerduty.secretArn } as const }),
  };
}

/** The secrets that the prod stack needs, in alphabetical order. */
export function prodSecrets({ amp }: Config): readonly SecretName[] {
  return [
    "grafanaAuth",
    ...(amp.heartbeat ? (["heartbeatUrl"] as const) : []),
    ...(amp.webhook ? (["webhookUrl"] as const) : []),
  ];
}

/** Stands for an account and a region in files that are rendered without AWS, as AWS's own examples have it. */
export function exampleTopicArn(channel: TopicChannel): string {
  return `arn:aws:sns:us-east-1:111122223333:${topicNames[channel]}`;
}
