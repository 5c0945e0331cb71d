import { setTimeout as sleep } from "node:timers/promises";
import { reason, type Log } from "../../runtime/log.ts";
import type { Undo } from "./switch.ts";

/** Does something again and again until it is undone; a failure (the database is away) is only logged. */
export function repeat(
  everyMs: number,
  what: string,
  log: Log,
  work: (signal: AbortSignal) => Promise<void>,
): Undo {
  const stop = new AbortController();
  const running = (async () => {
    while (!stop.signal.aborted) {
      await work(stop.signal).catch((error: unknown) => {
        if (!stop.signal.aborted) log("fault has no effect", { fault: what, error: reason(error) });
      });
      await sleep(everyMs, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  })();
  return async () => {
    stop.abort();
    await running;
  };
}
