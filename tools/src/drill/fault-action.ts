import type { Fault } from "@monitoring/alerting";
import type { Stage, Stack } from "./stage.ts";

/** A fault that a drill can cause. */
export type DrilledFault = Exclude<Fault, "none">;

/** What alerts look at, and faults change: what two drills have in common here, they do not touch at the same time. */
export type Signal =
  | "server"
  | "http errors"
  | "latency"
  | "tool results"
  | "traffic"
  | "access"
  | "rate limits"
  | "labels"
  | "health checks"
  | "pool"
  | "integrations"
  | "database"
  | "database statements"
  | "replica"
  | "redis"
  | "redis memory"
  | "exporters"
  | "containers"
  | "machine"
  | "disk"
  | "certificates"
  | "judge"
  | "scrapes"
  | "remote storage"
  | "alertmanager"
  | "prometheus storage";

/** How a fault is brought about. */
export interface FaultAction {
  /** What is done, for the report. */
  readonly says: string;
  /** What the fault's own alerts look at. */
  readonly looksAt: readonly Signal[];
  /** What else it changes. */
  readonly disturbs: readonly Signal[];
  /** Most seconds from the fault's beginning until its alerts' conditions hold for the first time. */
  readonly onsetSeconds: number;
  /** Most seconds from the fault's end until it is no longer seen. @default 5 */
  readonly recoverySeconds?: number;
  /** Seconds for which the drill's Prometheus must have watched before. @default 10 */
  readonly historySeconds?: number;
  /** Megabytes of memory that its throwaway containers may take. @default 0 */
  readonly megabytes?: number;
  /** Starts what the fault needs; nothing is wrong yet when it has ended. */
  readonly prepare?: (stage: Stage) => Promise<void>;
  readonly cause: (stage: Stage) => Promise<void>;
  /**
   * Puts everything right, whatever had been done by then. Also called by a later run for one that was killed, so that
   * it knows of nothing but the stack. Containers of the drill are removed in any case.
   */
  readonly undo: (stack: Stack) => Promise<void>;
}
