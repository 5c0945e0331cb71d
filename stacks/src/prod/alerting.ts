import {
  AlertManager,
  AlertTopic,
  Alarms,
  PagerdutySecret,
  SlackChannel,
  type Subscription,
} from "@monitoring/alerting/aws";
import type { AlarmRow } from "@monitoring/alerting";
import * as pulumi from "@pulumi/pulumi";
import { alarmTopics } from "../alarms.ts";
import { ampDefinition } from "../alerting-files.ts";
import { keepsPagerdutyKey, neededTopics, topicName, type TopicChannel } from "../amp-receivers.ts";
import type { Config, SecretName } from "../config.ts";
import type { OnAws } from "./identity.ts";

/** The workspace that alerts come from. */
export interface AlertingWorkspace {
  readonly workspaceId: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
}

type Secrets = (name: SecretName) => pulumi.Output<string>;
type Topics = Readonly<Partial<Record<TopicChannel, AlertTopic>>>;

/** Places topics, who reads them, the alert manager that publishes to them, and the alarms that watch all of it. */
export function placeAlerting(
  config: Config,
  alarms: readonly AlarmRow[],
  workspace: AlertingWorkspace,
  secret: Secrets,
  onAws: OnAws,
): void {
  const topics = placeTopics(config, workspace, secret, onAws);
  placeSlack(config, topics, onAws);
  const pagerdutySecret = placePagerdutySecret(config, workspace, secret, onAws);
  const arns = pulumi.all(mapped(topics, ({ arn }) => arn));
  new AlertManager(
    "alert-manager",
    {
      workspaceId: workspace.workspaceId,
      definition: pulumi.all([arns, pagerdutySecret?.arn ?? ""]).apply(([byChannel, pagerduty]) =>
        ampDefinition(config, {
          topic: (channel) => byChannel[channel] ?? "",
          pagerdutySecret: pagerduty,
        }),
      ),
    },
    onAws,
  );
  new Alarms(
    "alarms",
    {
      alarms,
      workspaceId: workspace.workspaceId,
      topicArns: (severity) => alarmTopics(config, severity).flatMap((channel) => topics[channel]?.arn ?? []),
    },
    onAws,
  );
}

function placeTopics(config: Config, workspace: AlertingWorkspace, secret: Secrets, onAws: OnAws): Topics {
  const topics = neededTopics(config).map((channel) => [
    channel,
    new AlertTopic(
      `alerts-${channel}`,
      {
        topicName: topicName(channel, config),
        workspaceArn: workspace.arn,
        subscriptions: subscriptions(channel, config, secret),
      },
      onAws,
    ),
  ]);
  return Object.fromEntries(topics) as Topics;
}

function placeSlack(config: Config, { slack: topic }: Topics, onAws: OnAws): void {
  const { slack } = config.amp;
  if (slack === undefined || topic === undefined) return;
  const configurationName = topicName("slack", config);
  new SlackChannel("alerts-slack-channel", { ...slack, configurationName, topicArn: topic.arn }, onAws);
}

function placePagerdutySecret(
  config: Config,
  workspace: AlertingWorkspace,
  secret: Secrets,
  onAws: OnAws,
): PagerdutySecret | undefined {
  if (!keepsPagerdutyKey(config)) return undefined;
  return new PagerdutySecret(
    "alerts-pagerduty",
    {
      routingKey: secret("pagerdutyRoutingKey"),
      workspaceArn: workspace.arn,
      namePrefix: config.namePrefix,
    },
    onAws,
  );
}

function mapped<T, U>(record: Readonly<Partial<Record<string, T>>>, of: (value: T) => U): Record<string, U> {
  return Object.fromEntries(
    Object.entries(record).flatMap(([key, value]) => (value === undefined ? [] : [[key, of(value)]])),
  );
}

function subscriptions(channel: TopicChannel, { amp }: Config, secret: Secrets): readonly Subscription[] {
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
