/** A way to tell someone: four to people, one to a machine that listens for silence. */
export const channels = ["pagerduty", "slack", "email", "webhook", "heartbeat"] as const;

/** One of {@link channels}. */
export type Channel = (typeof channels)[number];

/** An e-mail account to send from, and who reads. The password is read from a file. */
export interface EmailReceiver {
  readonly to: string;
  readonly from: string;
  /** host:port of the submission server. */
  readonly smarthost: string;
  readonly username: string;
  /** Refuse to send without STARTTLS. */
  readonly requireTls: boolean;
  /** Certificate authority to trust besides the system's, as a path in the container. */
  readonly caFile?: string;
}

/** A Slack channel; the incoming webhook's URL is read from a file. */
export interface SlackReceiver {
  readonly channel: string;
}

/** A PagerDuty service (Events API v2); the routing key is read from a file. */
export interface PagerdutyReceiver {
  readonly url: string;
}

/** Anything that takes Alertmanager's own JSON; its URL is read from a file. */
export interface WebhookReceiver {
  /** Whether a bearer token, read from a file, goes with each message. */
  readonly authorization: boolean;
}

/** Whoever raises the alarm when Watchdog falls silent; its URL is read from a file. */
export interface HeartbeatReceiver {
  /** Whether a bearer token, read from a file, goes with each beat. */
  readonly authorization: boolean;
}

/** Where people and the heartbeat are reached from an Alertmanager of one's own. */
export interface Receivers {
  readonly email: EmailReceiver;
  readonly slack: SlackReceiver;
  readonly pagerduty: PagerdutyReceiver;
  readonly heartbeat: HeartbeatReceiver;
  /** @default nobody is told this way */
  readonly webhook?: WebhookReceiver;
}

/** The files that hold what the receivers authenticate with, relative to the secrets' folder. */
export const receiverSecretFiles = {
  emailPassword: "email-password",
  slackUrl: "slack-url",
  pagerdutyRoutingKey: "pagerduty-routing-key",
  webhookUrl: "webhook-url",
  webhookToken: "webhook-token",
  heartbeatUrl: "heartbeat-url",
  heartbeatToken: "heartbeat-token",
} as const;

/** A secret that a receiver needs, by what it is for. */
export type ReceiverSecret = keyof typeof receiverSecretFiles;
