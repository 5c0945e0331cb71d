import { eventually, json } from "./stand.ts";

/** A message as the inbox stores it. */
export interface Message {
  readonly receivedAt: string;
  readonly channel: string;
  readonly status: "firing" | "resolved";
  readonly alerts: readonly { readonly name: string }[];
}

/** What the inbox received about an alert since a moment. */
export function messages(alert: string, since: Date): Promise<readonly Message[]> {
  return json<readonly Message[]>("inbox", `/api/messages?alert=${alert}&since=${since.toISOString()}`);
}

/** Waits until each channel has brought an alert in a status. Resolves to the seconds each took. */
export async function delivered(
  alert: string,
  status: Message["status"],
  channels: readonly string[],
  since: Date,
  seconds: number,
): Promise<Readonly<Record<string, number>>> {
  return eventually(`${alert} ${status} by ${channels.join(", ")}`, seconds, async () => {
    const found = (await messages(alert, since)).filter((message) => message.status === status);
    const times = channels.map((channel) => found.find((message) => message.channel === channel)?.receivedAt);
    if (times.includes(undefined)) return undefined;
    return Object.fromEntries(
      channels.map((channel, i) => [channel, (Date.parse(times[i] ?? "") - since.getTime()) / 1000]),
    );
  });
}
