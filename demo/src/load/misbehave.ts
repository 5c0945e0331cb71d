import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "../runtime/log.ts";
import type { FaultName } from "../server/faults/names.ts";
import { stormyTool } from "../server/faults/tools.ts";
import type { ResolvedLoadConfig } from "./config.ts";
import { rawCall } from "./faults.ts";
import type { Identity } from "./identity.ts";

/** One request of a client that misbehaves, the n-th since it began. */
type Misdeed = (url: string, identities: readonly Identity[], n: number) => Promise<unknown>;

const idleMs = 500;

/** What the server's fault switch asks of its clients, and how often a second. */
const misdeeds: Readonly<Partial<Record<FaultName, { readonly perSecond: number; readonly send: Misdeed }>>> =
  {
    "bad-credentials": { perSecond: 3, send: badCredentials },
    // Far above the server's limit for one client and tool.
    "rate-limit-storm": { perSecond: 15, send: storm },
    // Just below that limit for each of the two clients that may.
    "retry-storm": { perSecond: 3.6, send: retry },
    "unknown-tools": { perSecond: 4, send: unknownTool },
  };

/** Does what the server's fault switch asks of its clients, until it is told to end. */
export async function misbehave(
  { serverUrl }: ResolvedLoadConfig,
  identities: readonly Identity[],
  isOn: (fault: FaultName) => boolean,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  await Promise.all(
    (Object.keys(misdeeds) as FaultName[]).map(async (fault) => {
      const { perSecond, send } = misdeeds[fault] ?? { perSecond: 1, send: badCredentials };
      let before = false;
      for (let n = 0; !signal.aborted; n += 1) {
        if (isOn(fault) !== before) log(before ? "fault no longer asked for" : "fault asked for", { fault });
        before = isOn(fault);
        // Only the server's answer matters, and that is in its metrics.
        if (before) void send(serverUrl, identities, n).catch(() => undefined);
        await sleep(before ? 1000 / perSecond : idleMs, undefined, { signal }).catch(() => undefined);
      }
    }),
  );
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

function retry(url: string, identities: readonly Identity[], n: number): Promise<unknown> {
  const writers = identities.filter(({ scope }) => scope === "write");
  return rawCall(url, writers[n % writers.length]?.token ?? "", stormyTool, { customer_id: "cus_0001" });
}

function unknownTool(url: string, identities: readonly Identity[], n: number): Promise<unknown> {
  return rawCall(url, identities[n % identities.length]?.token ?? "", `guess_${n}`, {});
}
