/** Whether a file works wrongly for certain, or only looks as if it did. */
export type FindingSeverity = "error" | "warning";

/** One mistake in a file, for a person who is to mend it. */
export interface Finding {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly severity: FindingSeverity;
  /** The check's name, as docs/audit.md lists it. */
  readonly check: string;
  /** What is wrong, and why it matters. */
  readonly reason: string;
  readonly remedy: string;
}

/** A finding before its check and its file are added. */
export interface Found {
  readonly line: number;
  readonly reason: string;
  readonly remedy: string;
}

/** A row of a table of checks: looks at one subject and tells what it finds. */
export interface Check<Subject> {
  readonly id: string;
  readonly severity: FindingSeverity;
  /** Completes "found is ..." in docs/audit.md. */
  readonly what: string;
  readonly find: (subject: Subject) => readonly Found[];
}

/** Findings in the order in which a person reads: by file, then by line. */
export function sortFindings(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort(
    (a, b) =>
      compare(a.file, b.file) ||
      a.line - b.line ||
      compare(a.severity, b.severity) ||
      compare(a.check, b.check) ||
      compare(a.reason, b.reason),
  );
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
