import type { Fault } from "@monitoring/alerting";
import type { Stage, Stack } from "./stage.ts";

/** A fault that a drill can cause. */
export type DrilledFault = Exclude<Fault, "none">;

/** What alerts look at, and faults change: a drill that looks at something waits for one that changes it. */
export type Signal =
  | "server"
  | "http errors"
  | "latency"
  | "tool results"
  | "traffic"
  | "access"
  | "rate limits"
  | "unknown tools"
  | "health checks"
  | "pool"
  | "integrations"
  | "database"
  | "connections"
  | "deadlocks"
  | "statements"
  | "transaction ids"
  | "database size"
  | "replica"
  | "redis"
  | "redis memory"
  | "redis connections"
  | "exporters"
  | "container memory"
  | "container starts"
  | "processors"
  | "memory"
  | "disk"
  | "disk growth"
  | "collectors"
  | "certificates"
  | "scrapes"
  | "scrape limits"
  | "flapping"
  | "samples"
  | "configurations"
  | "rules"
  | "rule times"
  | "prometheus disk"
  | "prometheus log"
  | "prometheus blocks"
  | "prometheus series"
  | "remote delay"
  | "remote losses"
  | "receivers"
  | "alertmanager";

/** How a fault is brought about. */
export interface FaultAction {
  /** What is done, for the report. */
  readonly says: string;
  /** What the fault's own alerts look at: nobody else may change it in the meantime. */
  readonly looksAt: readonly Signal[];
  /** What the fault changes, of these and beyond. */
  readonly changes: readonly Signal[];
  /** Most seconds from the fault's beginning until its alerts' conditions hold for the first time. */
  readonly onsetSeconds: number;
  /** Most seconds from the fault's end until it is no longer seen. @default 5 */
  readonly recoverySeconds?: number;
  /** Seconds for which the drill's Prometheus must have watched before. @default 10 */
  readonly historySeconds?: number;
  /** Megabytes of memory that its throwaway containers may take. @default 0 */
  readonly megabytes?: number;
  /** How a label's value ends by which its alerts are told from those that something else sets off. @default any will do */
  readonly about?: string;
  /** Starts what the fault needs; nothing is wrong yet when it has ended. */
  readonly prepare?: (stage: Stage) => Promise<void>;
  readonly cause: (stage: Stage) => Promise<void>;
  /**
   * Puts everything right, whatever had been done by then. Also called by a later run for one that was killed, so that
   * it knows of nothing but the stack.
   */
  readonly undo: (stack: Stack) => Promise<void>;
  /** Removes what {@link prepare} started, once people were told of the end. The last of a run's removes all of it. */
  readonly tidy?: (stage: Stage) => Promise<void>;
}
