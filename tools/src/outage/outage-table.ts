import type { OutageCase } from "./cases.ts";
import type { Outcome } from "./run-case.ts";

/** A case with what was measured in it, and the alerts that tell of it. */
export interface Measured {
  readonly row: OutageCase;
  readonly outcome: Outcome;
  readonly told: readonly string[];
}

/**
 * What does not hold of a case, as sentences: nothing if its promise is kept and the receiver had nothing against what
 * it got.
 */
export function broken({ row, outcome, told }: Measured): readonly string[] {
  const { atMost, told: mustTell = false } = row.promise;
  return [
    ...outcome.complaints.slice(0, 1).map((text) => `a request was wrong: ${text}`),
    ...outcome.unread.slice(0, 1).map((series) => `${series} is stored, though nothing reads it`),
    ...(outcome.uneven > 0 ? [`${outcome.uneven} series were stored otherwise than the first one`] : []),
    ...(outcome.lost > (atMost ?? Infinity)
      ? [`${outcome.lost} scrapes were lost, and at most ${atMost ?? 0} may be`]
      : []),
    ...(mustTell && outcome.lost === 0
      ? ["nothing was lost: what is promised to be told did not happen"]
      : []),
    ...(outcome.lost > 0 && told.length === 0
      ? [`${outcome.lost} scrapes were lost, and no alert tells`]
      : []),
  ];
}

/**
 * The cases as a Markdown table.
 * @param speed how many times faster than in reality the clocks went
 */
export function outageTable(measured: readonly Measured[], speed: number): string {
  const lines = measured.map(({ row, outcome, told }) => {
    const { arrivals, lost, longestHole, stored } = outcome;
    const others = Object.entries(arrivals)
      .filter(([fate]) => fate !== "stored")
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([fate, count]) => `${count} ${fate}`);
    const cells = [
      row.when,
      lost,
      `${((longestHole * speed) / 1000).toFixed(0)} s`,
      told.join(", ") || (lost > 0 ? "nobody" : ""),
      `${stored} stored, ${others.join(", ")}`,
    ];
    return `| ${cells.join(" | ")} |`;
  });
  return [
    "| what is lost when ... | scrapes lost | longest hole | told by | of the numbered answers |",
    "| --- | --- | --- | --- | --- |",
    ...lines,
  ].join("\n");
}
