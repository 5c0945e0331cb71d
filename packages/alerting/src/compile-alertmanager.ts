import { compileRouting, type RoutingInput } from "./compile-routing.ts";
import { message, word } from "./messages.ts";
import { receiverSecretFiles, type Channel, type Receivers, type ReceiverSecret } from "./receiver.ts";
import { routes, told } from "./route.ts";

/** Everything that ends up in alertmanager.yml. */
export interface AlertmanagerInput extends RoutingInput {
  readonly receivers: Receivers;
  /** Folder of the secret files in the container. */
  readonly secretsFolder: string;
}

/** The file of messages, beside alertmanager.yml. */
export const messagesFile = "messages.tmpl";

/** alertmanager.yml as a plain value. No secret is in it: each is read from a file at the moment of sending. */
export function compileAlertmanager(input: AlertmanagerInput): object {
  return {
    ...compileRouting(input),
    receivers: routes.map((route) =>
      receiver(route.severity, told(route, hasReceiver(input.receivers)), input),
    ),
    templates: [messagesFile],
  };
}

/** Whether a channel leads anywhere. */
export function hasReceiver(receivers: Receivers): (channel: Channel) => boolean {
  return (channel) => receivers[channel] !== undefined;
}

/**
 * A configuration that tries receivers: an alert with the label `receiver` goes to that channel alone, by exactly the
 * integration that the real one has.
 */
export function compileReceiverDrill(
  channels: readonly Channel[],
  input: Pick<AlertmanagerInput, "receivers" | "secretsFolder">,
): object {
  return {
    route: {
      receiver: "none",
      group_by: ["receiver"],
      group_wait: "1s",
      group_interval: "1s",
      repeat_interval: "24h",
      routes: channels.map((channel) => ({ matchers: [`receiver="${channel}"`], receiver: channel })),
    },
    receivers: [{ name: "none" }, ...channels.map((channel) => receiver(channel, [channel], input))],
    templates: [messagesFile],
  };
}

type Integrations = Pick<AlertmanagerInput, "receivers" | "secretsFolder">;

function receiver(name: string, channels: readonly Channel[], input: Integrations): object {
  return Object.assign({ name }, ...channels.map((channel) => integrations[channel](input))) as object;
}

const file = ({ secretsFolder }: Integrations, secret: ReceiverSecret): string =>
  `${secretsFolder}/${receiverSecretFiles[secret]}`;
const bearer = (input: Integrations, secret: ReceiverSecret, wanted = false): object =>
  wanted ? { http_config: { authorization: { credentials_file: file(input, secret) } } } : {};

/** How each channel is told, as Alertmanager's settings. */
const integrations: Readonly<Record<Channel, (input: Integrations) => object>> = {
  pagerduty: (input) => ({
    pagerduty_configs: [
      {
        routing_key_file: file(input, "pagerdutyRoutingKey"),
        url: input.receivers.pagerduty.url,
        client: "Alertmanager",
        client_url: "{{ .ExternalURL }}",
        ...pagerdutyTexts,
        send_resolved: true,
      },
    ],
  }),
  slack: (input) => ({
    slack_configs: [
      {
        api_url_file: file(input, "slackUrl"),
        channel: input.receivers.slack.channel,
        title: message("slack.title"),
        title_link: "{{ .ExternalURL }}/#/alerts",
        text: message("slack.text"),
        fallback: message("slack.title"),
        color: message("color"),
        send_resolved: true,
      },
    ],
  }),
  email: (input) => {
    const { to, from, smarthost, username, requireTls, caFile } = input.receivers.email;
    return {
      email_configs: [
        {
          to,
          from,
          smarthost,
          auth_username: username,
          auth_password_file: file(input, "emailPassword"),
          require_tls: requireTls,
          ...(caFile !== undefined && { tls_config: { ca_file: caFile } }),
          headers: { Subject: message("subject") },
          text: message("text"),
          html: message("html"),
          send_resolved: true,
        },
      ],
    };
  },
  webhook: (input) => ({
    webhook_configs: [
      {
        url_file: file(input, "webhookUrl"),
        ...bearer(input, "webhookToken", input.receivers.webhook?.authorization),
        max_alerts: 100,
        send_resolved: true,
      },
    ],
  }),
  heartbeat: (input) => ({
    webhook_configs: [
      {
        url_file: file(input, "heartbeatUrl"),
        ...bearer(input, "heartbeatToken", input.receivers.heartbeat.authorization),
        send_resolved: false,
      },
    ],
  }),
};

/** What PagerDuty is told, by Alertmanager and by AMP alike. */
export const pagerdutyTexts = {
  description: message("subject"),
  severity: message("pagerduty.severity"),
  component: word(".CommonLabels.service"),
  group: word(".CommonLabels.env"),
  class: word(".CommonLabels.alertname"),
  details: {
    firing: message("alertList.firing"),
    resolved: message("alertList.resolved"),
    environment: word(".CommonLabels.env"),
    runbook: "{{ .CommonAnnotations.runbook_url }}",
    dashboard: message("dashboard"),
    silence: message("silence"),
  },
} as const;
