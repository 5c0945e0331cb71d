import type { FaultName } from "@monitoring/demo";
import type { FaultAction } from "../fault-action.ts";

/** A fault that the demo's own switch causes. */
export function demoFault(name: FaultName, row: Omit<FaultAction, "cause" | "undo">): FaultAction {
  return {
    ...row,
    cause: ({ demo }) => demo(name, true),
    undo: ({ demo }) => demo(name, false),
  };
}
