/** A series that an expression gave, and when. */
export interface Presence {
  /** What tells it from the others, in any form. */
  readonly labels: string;
  /** Seconds since 1970 at which it was there, ascending and on the grid of the evaluations. */
  readonly times: readonly number[];
}

/** How an alert's rule is evaluated, in seconds. */
export interface Evaluation {
  readonly every: number;
  /** How long it must hold. */
  readonly hold: number;
  readonly keepFiring: number;
}

/** A stretch of time in which an alert fired, in seconds since 1970. */
export interface Firing {
  readonly labels: string;
  readonly from: number;
  readonly to: number;
}

/**
 * When an alert would have fired, as Prometheus goes about it: it is pending from the first evaluation that gives the
 * series, fires once it held, and ends with the first that does not, or as much later as it is kept firing.
 */
export function firings(series: readonly Presence[], evaluation: Evaluation): readonly Firing[] {
  return series
    .flatMap(({ labels, times }) => firingsOf(times, evaluation).map((firing) => ({ labels, ...firing })))
    .sort((a, b) => a.from - b.from || (a.labels < b.labels ? -1 : 1));
}

function firingsOf(times: readonly number[], { every, hold, keepFiring }: Evaluation) {
  const found: { from: number; to: number }[] = [];
  // What happens between two evaluations happens at the second.
  const evaluations = (seconds: number): number => Math.ceil(seconds / every) * every;
  for (const { from, to } of stretches(times, every)) {
    const last = found.at(-1);
    const end = to + every + evaluations(keepFiring);
    // At the evaluation before it was still kept firing: it goes on without being pending again.
    if (last !== undefined && from < last.to + every) last.to = end;
    else if (to - from >= evaluations(hold)) found.push({ from: from + evaluations(hold), to: end });
  }
  return found;
}

/** The stretches of evaluations without a gap. */
function stretches(times: readonly number[], every: number) {
  const found: { from: number; to: number }[] = [];
  for (const time of times) {
    const last = found.at(-1);
    if (last !== undefined && time - last.to < 1.5 * every) last.to = time;
    else found.push({ from: time, to: time });
  }
  return found;
}
