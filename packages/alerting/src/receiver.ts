/** An e-mail account to send from, and who reads. The password is read from a file. */
export interface EmailReceiver {
  readonly to: string;
  readonly from: string;
  /** host:port of the submission server; STARTTLS is required. */
  readonly smarthost: string;
  readonly username: string;
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

/** Whoever raises the alarm when Watchdog falls silent; its URL is read from a file. */
export interface HeartbeatReceiver {
  /** Whether a bearer token, read from a file, goes with each beat. */
  readonly authorization: boolean;
}

/** Where a person and the heartbeat are reached: three ways to a person, one to a machine that listens. */
export interface Receivers {
  readonly email: EmailReceiver;
  readonly slack: SlackReceiver;
  readonly pagerduty: PagerdutyReceiver;
  readonly heartbeat: HeartbeatReceiver;
}

/** The files that hold what the receivers authenticate with, relative to the secrets' folder. */
export const receiverSecretFiles = {
  emailPassword: "email-password",
  slackUrl: "slack-url",
  pagerdutyRoutingKey: "pagerduty-routing-key",
  heartbeatUrl: "heartbeat-url",
  heartbeatToken: "heartbeat-token",
} as const;

/** A secret that a receiver needs, by what it is for. */
export type ReceiverSecret = keyof typeof receiverSecretFiles;
