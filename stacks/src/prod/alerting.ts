import { AlertManager, AlertTopic, SlackChannel, type Subscription } from "@monitoring/alerting/aws";
import * as pulumi from "@pulumi/pulumi";
import { ampDefinition } from "../alerting-files.ts";
import { neededTopics, topicName, type TopicChannel } from "../amp-receivers.ts";
import type { Config, SecretName } from "../config.ts";
import type { OnAws } from "./identity.ts";

/** The workspace that alerts come from. */
export interface AlertingWorkspace {
  readonly workspaceId: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
}

/** Places topics, who reads them, and the alert manager that publishes to them. */
export function placeAlerting(
  config: Config,
  workspace: AlertingWorkspace,
  secret: (name: SecretName) => pulumi.Output<string>,
  onAws: OnAws,
): void {
  const topics = neededTopics(config).map((channel) => {
    const topic = new AlertTopic(
      `alerts-${channel}`,
      {
        topicName: topicName(channel, config),
        workspaceArn: workspace.arn,
        subscriptions: subscriptions(channel, config, secret),
      },
      onAws,
    );
    return { channel, topic, arn: topic.arn };
  });
  const { slack } = config.amp;
  const chat = topics.find(({ channel }) => channel === "slack");
  if (slack && chat) {
    const configurationName = topicName("slack", config);
    new SlackChannel("alerts-slack-channel", { ...slack, configurationName, topicArn: chat.arn }, onAws);
  }
  const arns = pulumi.all(Object.fromEntries(topics.map(({ channel, arn }) => [channel, arn])));
  new AlertManager(
    "alert-manager",
    {
      workspaceId: workspace.workspaceId,
      definition: arns.apply((byChannel) => ampDefinition(config, (channel) => byChannel[channel] ?? "")),
    },
    // Who may publish comes before who publishes.
    { ...onAws, dependsOn: topics.map(({ topic }) => topic) },
  );
}

function subscriptions(
  channel: TopicChannel,
  { amp }: Config,
  secret: (name: SecretName) => pulumi.Output<string>,
): readonly Subscription[] {
  const https = (name: SecretName): readonly Subscription[] => [
    { name: "https", protocol: "https", endpoint: secret(name) },
  ];
  switch (channel) {
    case "email":
      return (amp.email ?? []).map((endpoint) => ({ name: endpoint, protocol: "email", endpoint }));
    case "webhook":
      return https("webhookUrl");
    case "heartbeat":
      return amp.heartbeat ? https("heartbeatUrl") : [];
    case "slack":
      return [];
  }
}
