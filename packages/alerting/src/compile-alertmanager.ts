import { receiverSecretFiles, type Receivers, type ReceiverSecret } from "./receiver.ts";
import type { ReceiverName, Route } from "./route.ts";

/** Everything that ends up in alertmanager.yml. */
export interface AlertmanagerInput {
  readonly receivers: Receivers;
  readonly routes: readonly Route[];
  /** Folder of the secret files in the container. */
  readonly secretsFolder: string;
}

const title = `[{{ .Status | toUpper }}{{ if eq .Status "firing" }}:{{ .Alerts.Firing | len }}{{ end }}] {{ .CommonLabels.alertname }} {{ .CommonLabels.service }} ({{ .CommonLabels.severity }})`;
const text = `{{ range .Alerts }}{{ .Annotations.summary }}
{{ .Annotations.description }}
since {{ .StartsAt.Format "2006-01-02 15:04:05 MST" }}
runbook: {{ .Annotations.runbook_url }}
{{ end }}`;
const color = `{{ if eq .Status "firing" }}danger{{ else }}good{{ end }}`;

/** alertmanager.yml as a plain value. No secret is in it: each is read from a file at the moment of sending. */
export function compileAlertmanager(input: AlertmanagerInput): object {
  return {
    route: {
      receiver: "none" satisfies ReceiverName,
      group_by: ["alertname", "service"],
      routes: input.routes.map((route) => ({
        matchers: [`severity="${route.severity}"`],
        receiver: route.receiver,
        group_wait: route.groupWait,
        group_interval: route.groupInterval,
        repeat_interval: route.repeatInterval,
      })),
    },
    receivers: Object.entries(compileReceivers(input)).map(([name, configs]) => ({ name, ...configs })),
  };
}

function compileReceivers({ receivers, secretsFolder }: AlertmanagerInput): Record<ReceiverName, object> {
  const file = (secret: ReceiverSecret) => `${secretsFolder}/${receiverSecretFiles[secret]}`;
  const email = {
    to: receivers.email.to,
    from: receivers.email.from,
    smarthost: receivers.email.smarthost,
    auth_username: receivers.email.username,
    auth_password_file: file("emailPassword"),
    require_tls: true,
    ...(receivers.email.caFile && { tls_config: { ca_file: receivers.email.caFile } }),
    headers: { Subject: title },
    send_resolved: true,
  };
  const slack = {
    api_url_file: file("slackUrl"),
    channel: receivers.slack.channel,
    title,
    text,
    color,
    send_resolved: true,
  };
  const pagerduty = {
    routing_key_file: file("pagerdutyRoutingKey"),
    url: receivers.pagerduty.url,
    severity: `{{ if eq .CommonLabels.severity "critical" }}critical{{ else }}error{{ end }}`,
    description: title,
    send_resolved: true,
  };
  return {
    page: { email_configs: [email], slack_configs: [slack], pagerduty_configs: [pagerduty] },
    notify: { email_configs: [email], slack_configs: [slack] },
    heartbeat: {
      webhook_configs: [
        {
          url_file: file("heartbeatUrl"),
          ...(receivers.heartbeat.authorization && {
            http_config: { authorization: { credentials_file: file("heartbeatToken") } },
          }),
          send_resolved: false,
        },
      ],
    },
    none: {},
  };
}
