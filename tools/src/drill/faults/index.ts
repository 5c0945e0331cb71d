import type { Fault } from "@monitoring/alerting";
import type { FaultAction } from "../fault-action.ts";
import { demoFault } from "./demo.ts";
import { stopped } from "./stopped.ts";

/** How each fault is brought about. */
export const faultActions: Readonly<Partial<Record<Fault, FaultAction>>> = {
  "server-stopped": stopped("server", {
    looksAt: ["server"],
    disturbs: ["http errors", "latency", "tool results", "traffic", "health checks", "pool"],
    onsetSeconds: 5,
  }),
  "tool-errors": demoFault("tool-errors", {
    says: "every second tool call fails inside a healthy HTTP 200",
    looksAt: ["tool results"],
    disturbs: [],
    onsetSeconds: 10,
  }),
};
