import type { Channel } from "@monitoring/alerting";
import { attempts, failure } from "./notification-traces.ts";

/** An Alertmanager that only tries receivers. */
export interface TrialAlertmanager {
  /** Gets a page of it. @throws while it does not answer */
  readonly get: (path: string) => Promise<string>;
  readonly post: (path: string, body: string) => Promise<void>;
  /** Everything that it logged, as JSON lines. */
  readonly log: () => string;
}

/** What came of one receiver. */
export interface ReceiverOutcome {
  readonly channel: Channel;
  /** From the alert's being posted to the receiver's answer. */
  readonly seconds: number;
  /** Why nobody was told, in the receiver's own words. */
  readonly error?: string;
  /** Whether the receiver has it, where it can be asked. */
  readonly received?: boolean;
}

/** How a drill is done. */
export interface ReceiverDrillOptions {
  readonly deadlineSeconds: number;
  /** Asks a receiver that can be asked whether it has the alert; `undefined` if it cannot be asked. */
  readonly receipt: (channel: Channel) => Promise<boolean | undefined>;
  /** Called as soon as a receiver's outcome is known. */
  readonly report: (outcome: ReceiverOutcome) => void;
}

/** The name of the alert that a drill sends. */
export const drillAlert = "ReceiverDrill";

/** A receiver that refuses is tried again by Alertmanager; this long it may still come round. */
const secondChance = 4;

/** Sends one alert to each receiver, then says that it is over. Resolves when each has answered, or at the deadline. */
export async function drillReceivers(
  alertmanager: TrialAlertmanager,
  channels: readonly Channel[],
  options: ReceiverDrillOptions,
): Promise<readonly ReceiverOutcome[]> {
  await until(options.deadlineSeconds, async () => (await alertmanager.get("/-/ready")) !== "");
  const started = Date.now();
  await alertmanager.post(
    "/api/v2/alerts",
    JSON.stringify(channels.map((channel) => alert(channel, started))),
  );
  const outcomes = await Promise.all(
    channels.map(async (channel) => {
      const outcome = await outcomeOf(alertmanager, channel, started, options);
      options.report(outcome);
      return outcome;
    }),
  );
  await sayThatItIsOver(alertmanager, outcomes, started);
  return outcomes;
}

async function outcomeOf(
  alertmanager: TrialAlertmanager,
  channel: Channel,
  started: number,
  { deadlineSeconds, receipt }: ReceiverDrillOptions,
): Promise<ReceiverOutcome> {
  const passed = (): number => (Date.now() - started) / 1000;
  let failedAt: number | undefined;
  let accepted: number | undefined;
  await until(deadlineSeconds, async () => {
    if (await succeeded(alertmanager, channel)) accepted = passed();
    const words = failure(alertmanager.log(), channel);
    if (words !== undefined) failedAt ??= passed();
    return (
      accepted !== undefined || words?.final === true || passed() - (failedAt ?? passed()) > secondChance
    );
  });
  const words = failure(alertmanager.log(), channel);
  const seconds = accepted ?? passed();
  if (accepted === undefined) {
    const late = `no answer within ${deadlineSeconds} s`;
    return { channel, seconds, error: words?.error ?? late };
  }
  let received = await receipt(channel);
  await until(Math.max(0, deadlineSeconds - passed()), async () => {
    if (received === false) received = await receipt(channel);
    return received !== false;
  });
  if (received === false) {
    return {
      channel,
      seconds,
      received,
      error: `it was accepted, but never arrived within ${deadlineSeconds} s`,
    };
  }
  return { channel, seconds, ...(received !== undefined && { received }) };
}

/** A failed attempt is counted in all of them a moment before it is counted as failed, hence the second look. */
async function succeeded(alertmanager: TrialAlertmanager, channel: Channel): Promise<boolean> {
  for (let look = 0; look < 2; look++) {
    const { total, failed } = attempts(await alertmanager.get("/metrics"), channel);
    if (total <= failed) return false;
  }
  return true;
}

/** Ends the alert, so that an incident closes by itself. What does not answer in time stays open, and is no failure. */
async function sayThatItIsOver(
  alertmanager: TrialAlertmanager,
  outcomes: readonly ReceiverOutcome[],
  started: number,
): Promise<void> {
  const told = outcomes.filter(({ error, channel }) => error === undefined && channel !== "heartbeat");
  if (told.length === 0) return;
  const ended = told.map(({ channel }) => ({ ...alert(channel, started), endsAt: new Date().toISOString() }));
  await alertmanager.post("/api/v2/alerts", JSON.stringify(ended));
  await until(5, async () => {
    const page = await alertmanager.get("/metrics");
    return told.every(({ channel }) => attempts(page, channel).total > 1);
  });
}

function alert(channel: Channel, started: number): object {
  return {
    startsAt: new Date(started).toISOString(),
    labels: {
      alertname: drillAlert,
      severity: "info",
      service: "alertmanager",
      receiver: channel,
    },
    annotations: {
      summary: `This is a test of ${channel}; nothing is wrong`,
      description: "Somebody ran: npm run drill -- --receivers. There is nothing to do.",
    },
  };
}

/** Asks until it is so, or the time is over. */
async function until(seconds: number, ask: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const done = await ask().catch(() => false);
    if (done || Date.now() >= deadline) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
