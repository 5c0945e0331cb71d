import { setTimeout as sleep } from "node:timers/promises";
import { ToolError } from "../tools/tool-error.ts";
import type { FaultName } from "./names.ts";

/** Whether a fault is on. */
export type IsOn = (name: FaultName) => boolean;

/** The tool that clients call over and over while the fault `retry-storm` is on. */
export const stormyTool = "sync_crm_account";

/** Delays and fails tool calls as the faults say. */
export function toolFaults(isOn: IsOn, signal: AbortSignal): (tool: string) => Promise<void> {
  let calls = 0;
  return async (tool) => {
    calls += 1;
    if (isOn("slow-tools")) await sleep(3_000 + ((calls * 777) % 3_000), undefined, { signal });
    if (isOn("retry-storm") && tool === stormyTool)
      throw new ToolError("a fault was switched on: retry-storm");
    if (isOn("tool-errors") && calls % 2 === 0) throw new ToolError("a fault was switched on: tool-errors");
  };
}

/** Says for every second request that it is to fail. */
export function requestFaults(isOn: IsOn): () => boolean {
  let requests = 0;
  return () => {
    requests += 1;
    return isOn("errors") && requests % 2 === 0;
  };
}

/** Fails every check while the fault is on. */
export function checkFaults(
  isOn: IsOn,
  checks: Readonly<Record<string, () => Promise<void>>>,
): typeof checks {
  return Object.fromEntries(
    Object.entries(checks).map(([name, check]) => [
      name,
      async () => {
        if (isOn("failing-health-checks")) throw new Error("a fault was switched on: failing-health-checks");
        await check();
      },
    ]),
  );
}
