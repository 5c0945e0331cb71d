import { toYaml } from "@monitoring/collection";
import { pagerdutyTexts } from "./compile-alertmanager.ts";
import { compileRouting, type RoutingInput } from "./compile-routing.ts";
import { message, type MessageName } from "./messages.ts";
import type { Channel } from "./receiver.ts";
import { routes, told } from "./route.ts";

/** An SNS topic, whose subscriptions bring a message where AMP itself cannot: to mailboxes, Slack, an https address. */
export interface SnsReceiver {
  readonly kind: "sns";
  readonly topicArn: string;
}

/** A PagerDuty service; AMP reads the key `routing_key` of a secret, whose value is never in the definition. */
export interface AmpPagerdutyReceiver {
  readonly kind: "pagerduty";
  readonly secretArn: string;
}

/**
 * Where AMP's alert manager sends: SNS, and PagerDuty since 2025-08-29. It has no e-mail, Slack or webhook of its own,
 * so those are topics here, and a receiver of Alertmanager's does not fit the type.
 * https://docs.aws.amazon.com/prometheus/latest/userguide/AMP-alertmanager-receiver.html
 */
export interface AmpReceivers {
  readonly email?: SnsReceiver;
  readonly slack?: SnsReceiver;
  readonly webhook?: SnsReceiver;
  readonly heartbeat?: SnsReceiver;
  readonly pagerduty?: AmpPagerdutyReceiver;
}

/** Everything that ends up in an alert manager definition. */
export interface AmpInput extends RoutingInput {
  readonly receivers: AmpReceivers;
  /** The file of messages, as {@link compileMessages} gives it. */
  readonly messages: string;
}

/** The name of the messages in the definition: a key, not a path. */
export const ampMessages = "messages";

/** AMP's alert manager definition as text: the templates, and a configuration that is text within it. */
export function compileAmp(input: AmpInput): string {
  const exists = hasAmpReceiver(input.receivers);
  const config = {
    ...compileRouting(input),
    receivers: routes.map((route) => receiver(route.severity, told(route, exists), input.receivers)),
    templates: [ampMessages],
  };
  return toYaml({ alertmanager_config: toYaml(config), template_files: { [ampMessages]: input.messages } });
}

/** Whether a channel leads anywhere. */
export function hasAmpReceiver(receivers: AmpReceivers): (channel: Channel) => boolean {
  return (channel) => receivers[channel] !== undefined;
}

/** What a subscriber reads, by what brings it. */
const snsMessages: Readonly<Record<Exclude<Channel, "pagerduty">, MessageName>> = {
  email: "text",
  slack: "sns.chat",
  webhook: "sns.json",
  heartbeat: "sns.json",
};

function receiver(name: string, channels: readonly Channel[], receivers: AmpReceivers): object {
  const topics = channels.flatMap((channel) => {
    const target = receivers[channel];
    return channel !== "pagerduty" && target?.kind === "sns" ? [{ channel, target }] : [];
  });
  return {
    name,
    ...(channels.includes("pagerduty") && receivers.pagerduty && pagerduty(receivers.pagerduty)),
    ...(topics.length > 0 && {
      sns_configs: topics.map(({ channel, target }) => ({
        topic_arn: target.topicArn,
        sigv4: { region: regionOf(target.topicArn) },
        subject: message("sns.subject"),
        message: message(snsMessages[channel]),
        // A fixed value for each route: subscriptions can select on it.
        attributes: { severity: name },
        send_resolved: channel !== "heartbeat",
      })),
    }),
  };
}

function pagerduty({ secretArn }: AmpPagerdutyReceiver): object {
  return {
    pagerduty_configs: [
      {
        routing_key: {
          aws_secrets_manager: {
            secret_arn: secretArn,
            secret_key: "routing_key",
            refresh_interval: "5m",
          },
        },
        client: "Amazon Managed Service for Prometheus",
        ...pagerdutyTexts,
        send_resolved: true,
      },
    ],
  };
}

function regionOf(arn: string): string {
  return arn.split(":")[3] ?? "";
}
