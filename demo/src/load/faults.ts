import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { FaultName } from "../server/faults/names.ts";

const listSchema = z.array(z.object({ name: z.string(), on: z.boolean() }));

/** The faults that are on, or none where the switch does not answer. */
async function activeFaults(adminUrl: string): Promise<ReadonlySet<string>> {
  try {
    const response = await fetch(new URL("/faults", adminUrl), { signal: AbortSignal.timeout(2_000) });
    const faults = listSchema.parse(await response.json());
    return new Set(faults.filter((fault) => fault.on).map((fault) => fault.name));
  } catch {
    return new Set<FaultName>();
  }
}

const pollMs = 2_000;

/** Looks again and again at what is on. Without a switch, nothing is. */
export function watchFaults(
  adminUrl: string | undefined,
  signal: AbortSignal,
): { readonly isOn: (fault: FaultName) => boolean } {
  let on: ReadonlySet<string> = new Set();
  void (async () => {
    while (adminUrl !== undefined && !signal.aborted) {
      on = await activeFaults(adminUrl);
      await sleep(pollMs, undefined, { signal }).catch(() => undefined);
    }
  })();
  return { isOn: (fault) => on.has(fault) };
}

/** Calls a tool without the SDK, which would not let a request go out wrong; the answer is not looked at. */
export async function rawCall(url: string, token: string, tool: string, args: unknown): Promise<number> {
  const response = await fetch(url, {
    method: "POST",
    signal: AbortSignal.timeout(5_000),
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
    },
    body: JSON.stringify({
      jsonrpc: "2.0",
      id: 1,
      method: "tools/call",
      params: { name: tool, arguments: args },
    }),
  });
  await response.arrayBuffer();
  return response.status;
}
