import { setTimeout as sleep } from "node:timers/promises";
import type { Channel } from "@monitoring/alerting";
import { browserUrl } from "@monitoring/collection";
import type { Config } from "@monitoring/stacks";
import { UserError } from "../user-error.ts";

/** An alert as Alertmanager has it at the moment. */
export interface ActiveAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly status: { readonly state: string; readonly inhibitedBy: readonly string[] };
  readonly fingerprint: string;
}

/** A message as the inbox has it. */
export interface Message {
  readonly id: string;
  readonly receivedAt: string;
  readonly channel: Channel;
  readonly status: "firing" | "resolved";
  readonly subject: string;
  readonly alerts: readonly { readonly name: string }[];
}

/** What Alertmanager and the inbox say, asked twice a second. */
export interface Watch {
  /** What fires now, held back or not. */
  readonly active: () => readonly ActiveAlert[];
  /** When the first alert that satisfies a condition began to fire, of those since a time; all in milliseconds. */
  readonly firstStart: (of: (alert: ActiveAlert) => boolean, since: number) => number | undefined;
  /** For how many seconds no alert has fired that satisfies a condition. */
  readonly quietSeconds: (of: (alert: ActiveAlert) => boolean) => number;
  /** What arrived since the watch began, the oldest first. */
  readonly messages: () => readonly Message[];
  readonly stop: () => void;
}

const everyMs = 500;

/** Begins to watch. @throws UserError if one of them does not answer */
export async function openWatch(config: Config): Promise<Watch> {
  const { bindAddress, ports } = config;
  const at = (service: "alertmanager" | "inbox"): string => {
    const port = ports[service];
    if (port !== false) return browserUrl(bindAddress, port);
    throw new UserError(`a drill asks ${service} what arrived; set monitoring:ports.${service}`);
  };
  const addresses = { alertmanager: at("alertmanager"), inbox: at("inbox") };
  const arrived = new Map<string, Message>();
  // By alert and start: one that ended and fires again starts anew.
  const seen = new Map<string, { readonly alert: ActiveAlert; readonly at: number }>();
  let active: readonly ActiveAlert[] = [];
  let since = new Date();
  const look = async (): Promise<void> => {
    const asked = new Date();
    const path = `/api/messages?since=${since.toISOString()}`;
    const [alerts, messages] = await Promise.all([
      json<readonly ActiveAlert[]>(`${addresses.alertmanager}/api/v2/alerts`),
      json<readonly Message[]>(`${addresses.inbox}${path}`),
    ]);
    active = alerts;
    for (const alert of alerts) seen.set(`${alert.fingerprint} ${alert.startsAt}`, { alert, at: Date.now() });
    for (const message of messages) arrived.set(message.id, message);
    // With some seconds to spare: a message may be stored while the answer is on its way.
    since = new Date(Math.max(since.getTime(), asked.getTime() - 5_000));
  };
  await look().catch((error: unknown) => {
    throw new UserError(
      `Alertmanager or the inbox does not answer (${(error as Error).message}); start the stack with npm run up`,
    );
  });
  const stop = new AbortController();
  void (async () => {
    while (!stop.signal.aborted) {
      // What cannot be asked now is asked again.
      await look().catch(() => undefined);
      await sleep(everyMs, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  })();
  return {
    active: () => active,
    firstStart: (of, since) => {
      const starts = [...seen.values()]
        .filter(({ alert }) => of(alert))
        .map(({ alert }) => Date.parse(alert.startsAt))
        .filter((start) => start >= since);
      return starts.length === 0 ? undefined : Math.min(...starts);
    },
    quietSeconds: (of) => {
      const last = [...seen.values()].filter(({ alert }) => of(alert)).map(({ at }) => at);
      return (Date.now() - Math.max(0, ...last)) / 1000;
    },
    messages: () => [...arrived.values()].sort((a, b) => Date.parse(a.receivedAt) - Date.parse(b.receivedAt)),
    stop: () => {
      stop.abort();
    },
  };
}

async function json<T>(address: string): Promise<T> {
  const response = await fetch(address, { signal: AbortSignal.timeout(3_000) });
  if (!response.ok) throw new Error(`${address}: HTTP ${response.status}`);
  return (await response.json()) as T;
}
