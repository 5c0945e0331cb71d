import { setTimeout as sleep } from "node:timers/promises";
import { StreamableHTTPError } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { McpError } from "@modelcontextprotocol/sdk/types.js";
import { reason, type Log } from "../runtime/log.ts";
import type { ResolvedLoadConfig } from "./config.ts";
import type { Identity } from "./identity.ts";
import { createRandom, pickFrom } from "./random.ts";
import { minuteFactor, nextCall, waitMs, type Call } from "./traffic.ts";

/** Calls that may be under way at once; a slow server is not buried. */
const maxInFlight = 16;
const maxBackoffMs = 10_000;
const busyPerSecond = 6;

/** Sends the ordinary traffic until it is told to end. */
export async function generate(
  config: ResolvedLoadConfig,
  identities: readonly Identity[],
  isBusy: () => boolean,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  const random = createRandom(config.seed);
  const started = Date.now();
  let inFlight = 0;
  let minute = 0;
  let count = { calls: 0, failed: 0 };
  while (!signal.aborted) {
    const usual = config.requestsPerSecond * minuteFactor(config.seed, minute);
    const wait = waitMs(isBusy() ? busyPerSecond : usual, random);
    await sleep(wait, undefined, { signal }).catch(() => undefined);
    const now = Math.floor((Date.now() - started) / 60_000);
    if (now !== minute) {
      log("minute over", count);
      count = { calls: 0, failed: 0 };
      minute = now;
    }
    // Drawn in any case, so that an outage does not change what follows it.
    const identity = pickFrom(identities, random);
    const call = nextCall(identity.scope, random);
    if (identity.retryAt > Date.now() || inFlight >= maxInFlight) continue;
    inFlight += 1;
    const counted = count;
    void attempt(identity, call, log).then((succeeded) => {
      inFlight -= 1;
      counted.calls += 1;
      if (!succeeded) counted.failed += 1;
    });
  }
}

/** Makes one call; where the server could not be reached, the identity connects anew after a growing pause. */
async function attempt(identity: Identity, call: Call, log: Log): Promise<boolean> {
  try {
    await identity.session.call(call);
    if (identity.failures > 0) log("connected again", { client: identity.name });
    identity.failures = 0;
    return true;
  } catch (error) {
    if (error instanceof McpError || error instanceof StreamableHTTPError) return false;
    await identity.session.reset();
    if (identity.failures === 0) log("server not reached", { client: identity.name, error: reason(error) });
    identity.retryAt = Date.now() + Math.min(500 * 2 ** Math.min(identity.failures, 8), maxBackoffMs);
    identity.failures += 1;
    return false;
  }
}
