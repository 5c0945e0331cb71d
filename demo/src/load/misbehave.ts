import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "../runtime/log.ts";
import type { ResolvedLoadConfig } from "./config.ts";
import { activeFaults, rawCall } from "./faults.ts";
import type { Identity } from "./identity.ts";

const pollMs = 2_000;
/** Far above the server's limit for one client and tool. */
const stormPerSecond = 15;
const badPerSecond = 3;

/** Does what the server's fault switch asks of its clients, until it is told to end. */
export async function misbehave(
  config: ResolvedLoadConfig,
  identities: readonly Identity[],
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  const { adminUrl, serverUrl } = config;
  if (adminUrl === undefined) return;
  let before = "";
  while (!signal.aborted) {
    const faults = await activeFaults(adminUrl);
    const mine = ["bad-credentials", "rate-limit-storm"].filter((name) => faults.has(name));
    if (mine.join() !== before) log("faults asked for", { faults: mine });
    before = mine.join();
    if (faults.has("bad-credentials"))
      void spread(badPerSecond, signal, (n) => badCredentials(serverUrl, identities, n));
    if (faults.has("rate-limit-storm"))
      void spread(stormPerSecond, signal, () => storm(serverUrl, identities));
    await sleep(pollMs, undefined, { signal }).catch(() => undefined);
  }
}

/** Sends requests evenly until the next poll. */
async function spread(
  perSecond: number,
  signal: AbortSignal,
  send: (n: number) => Promise<unknown>,
): Promise<void> {
  for (let n = 0; n < (perSecond * pollMs) / 1000 && !signal.aborted; n += 1) {
    // Only the server's answer matters, and that is in its metrics.
    void send(n).catch(() => undefined);
    await sleep(1000 / perSecond, undefined, { signal }).catch(() => undefined);
  }
}

/** An unknown token (401), and now and then a known one that may not write (403). */
function badCredentials(url: string, identities: readonly Identity[], n: number): Promise<unknown> {
  const reader = identities.find(({ scope }) => scope === "read");
  const wrong = reader === undefined || n % 3 !== 0;
  const args = { customer_id: "cus_0001", kind: "call", note: "sent by the fault bad-credentials" };
  return rawCall(url, wrong ? "this-token-is-unknown" : reader.token, "log_interaction", args);
}

function storm(url: string, identities: readonly Identity[]): Promise<unknown> {
  return rawCall(url, identities[0]?.token ?? "", "list_at_risk_customers", { limit: 5 });
}
