import { setTimeout as sleep } from "node:timers/promises";
import { browserUrl } from "@monitoring/collection";
import type { Config } from "@monitoring/stacks";
import { getter } from "../care/http.ts";
import { targets } from "../targets-up.ts";
import { UserError } from "../user-error.ts";

/** Waits until every target of Prometheus is up. */
export async function allUp(config: Config, signal: AbortSignal): Promise<void> {
  const get = getter(config);
  await until("not every target came up", signal, async () => {
    const found = await targets(get);
    return found !== undefined && found.length > 0 && found.every(({ up }) => up);
  });
}

/** Waits until a running alert rule contains this text. */
export async function ruleLive(config: Config, text: string, signal: AbortSignal): Promise<void> {
  const base = browserUrl(config.bindAddress, config.ports.prometheus || 0);
  await until("the changed rule did not become live", signal, async () => {
    const answer = await fetch(`${base}/api/v1/rules?type=alert`, { signal: AbortSignal.timeout(2_000) });
    return (await answer.text()).includes(text);
  });
}

async function until(problem: string, signal: AbortSignal, ask: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 180_000; Date.now() < deadline;) {
    if (await ask().catch(() => false)) return;
    await sleep(100, undefined, { signal });
  }
  throw new UserError(`${problem} within 180 s`);
}
