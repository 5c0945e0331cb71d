import { drillLabel, type Channel } from "@monitoring/alerting";
import type { Drill } from "./plan.ts";
import type { ActiveAlert, Message, Watch } from "./watch.ts";

/** Whether an alert is the one of a drill: with its label from the drill's Prometheus, without it from the stack's. */
export function isOf({ labels }: ActiveAlert, { alert, pace }: Drill): boolean {
  return labels["alertname"] === alert && labels[drillLabel] === (pace === undefined ? undefined : alert);
}

/** When a drill's alert began to fire, of all or only those about something; in milliseconds. */
export function firingSince(
  watch: Pick<Watch, "firstStart">,
  drill: Drill,
  about: string | undefined,
  since: number,
): number | undefined {
  const isAbout = ({ labels }: ActiveAlert): boolean =>
    about === undefined || Object.values(labels).some((value) => value.endsWith(about));
  return watch.firstStart((alert) => isOf(alert, drill) && isAbout(alert), since);
}

/** The messages about a drill's alert. What the drill's Prometheus says is marked in the title. */
export function messagesOf(
  watch: Pick<Watch, "messages">,
  { alert, pace }: Pick<Drill, "alert" | "pace">,
  status: Message["status"],
  since: number,
): readonly Message[] {
  return watch
    .messages()
    .filter(
      (message) =>
        message.status === status &&
        Date.parse(message.receivedAt) >= since &&
        message.alerts.some(({ name }) => name === alert) &&
        /\(\w+, drill\)/.test(message.subject) === (pace !== undefined),
    );
}

/** Those of some channels that no message came by. */
export function missing(wanted: readonly Channel[], messages: readonly Message[]): readonly Channel[] {
  return wanted.filter((channel) => !messages.some((message) => message.channel === channel));
}

/** When the last of some channels was first told; nothing while one of them was not. */
export function lastOf(wanted: readonly Channel[], messages: readonly Message[]): number | undefined {
  if (missing(wanted, messages).length > 0) return undefined;
  return Math.max(
    ...wanted.map((channel) => Date.parse(messages.find((one) => one.channel === channel)?.receivedAt ?? "")),
  );
}

/** The channels that messages came by. */
export function channelsOf(messages: readonly Message[]): readonly Channel[] {
  return [...new Set(messages.map(({ channel }) => channel))].sort();
}
