/** A fault of the stack itself, and what becomes of it. */
export interface OwnFault {
  /** Unlike any other's. */
  readonly name: string;
  /** What is wrong, as a sentence without a full stop. */
  readonly fault: string;
  /** How it is brought about. */
  readonly caused: string;
  /** Alerts of which each arrives at Alertmanager because of it. Empty where it is stopped. */
  readonly told: readonly string[];
  /** What stops it before it harms, or who is told otherwise than by an alert. @default nothing: it is told */
  readonly stopped?: string;
  /** Tests that cause it, by file and a part of their title. @default it is caused by this table's own run */
  readonly proven?: readonly Proof[];
}

/** A test, or a row of a table that a test reads. */
export interface Proof {
  /** Path in this repository. */
  readonly file: string;
  /** A text that stands in it. */
  readonly title: string;
}

/** What was seen of a fault that was caused. */
export interface Seen {
  /** Seconds until the last of its alerts had arrived, or until it was seen to be stopped. */
  readonly seconds: number;
  /** What does not hold, as a sentence. @default all holds */
  readonly wrong?: string;
}

/** What was seen of each fault of a run, by its name. */
export type SeenByName = Readonly<Record<string, Seen>>;
