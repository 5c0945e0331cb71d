/** The ways in which a message arrives. */
export const channels = ["email", "slack", "pagerduty", "webhook"] as const;

/** The way in which a message arrived. */
export type Channel = (typeof channels)[number];

/** Whether something is wrong, or well again. */
export type Status = "firing" | "resolved";

/** One alert inside a message. */
export interface Alert {
  readonly name: string;
  readonly status: Status;
  readonly severity: string;
  /** What the message says of its labels; a Slack message may say nothing. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** A message as its channel's reader leaves it. */
export interface Draft {
  readonly channel: Channel;
  readonly status: Status;
  readonly alerts: readonly Alert[];
  readonly subject: string;
  readonly summary: string;
  /** What was received, parsed where it is JSON; without its secret. */
  readonly body: unknown;
}

/** A stored message. */
export interface Message extends Draft {
  readonly id: string;
  readonly receivedAt: string;
}

/** A message that was refused, and why. */
export interface Rejection {
  readonly at: string;
  readonly channel: Channel | "heartbeat";
  readonly reason: string;
  readonly from: string;
}
