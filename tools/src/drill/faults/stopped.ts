import { engine } from "../engine.ts";
import type { FaultAction } from "../fault-action.ts";

/** A container of the stack that is stopped, and started again. */
export function stopped(service: string, row: Omit<FaultAction, "says" | "cause" | "undo">): FaultAction {
  return {
    ...row,
    says: `\`docker stop\` of ${service}`,
    cause: async ({ container }) => {
      await engine(["stop", container(service)], { timeoutSeconds: 60 });
    },
    undo: async ({ container }) => {
      await engine(["start", container(service)], { timeoutSeconds: 60 });
    },
  };
}
