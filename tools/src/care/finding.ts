/** How something was found to be. A note is worth knowing and needs nothing now; a problem needs somebody. */
export type Verdict = "ok" | "note" | "problem";

/** One thing that was looked at. */
export interface Finding {
  /** What was looked at, in one or two words. */
  readonly what: string;
  readonly verdict: Verdict;
  /** What was found, what it means here and, unless all is well, what to do. */
  readonly says: string;
}

/** What went wrong among findings, in their order. */
export function problemsOf(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ verdict }) => verdict === "problem");
}

/** A finding that needs somebody. */
export function problem(what: string, says: string): Finding {
  return { what, verdict: "problem", says };
}

/** A finding that is worth knowing. */
export function note(what: string, says: string): Finding {
  return { what, verdict: "note", says };
}
