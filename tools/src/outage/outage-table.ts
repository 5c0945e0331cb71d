import { longestBetween } from "./account.ts";
import type { OutageCase } from "./cases.ts";
import type { Outcome } from "./run-case.ts";
import { sequenceSeries } from "./sequence-target.ts";

/** A case with what was measured in it, and the alerts that tell of it. */
export interface Measured {
  readonly row: OutageCase;
  readonly outcome: Outcome;
  readonly told: readonly string[];
}

/** A hole of this many seconds is always told: see the threshold of SamplesMissing. */
const toldFrom = 20;

/**
 * What does not hold of a case, as sentences: nothing if its promise is kept, the receiver had nothing against what it
 * got, and an alert told of a hole that it has to tell of. In a shorter one a scrape may be lost and nobody told.
 * @param speed how many times faster than in reality the clocks went
 */
export function broken({ row, outcome, told }: Measured, speed: number): readonly string[] {
  const { atMost, told: mustTell = false } = row.promise;
  const hole = (longestBetween(outcome.up) * speed) / 1000;
  return [
    ...outcome.complaints.slice(0, 1).map((text) => `a request was wrong: ${text}`),
    ...outcome.unread.slice(0, 1).map((series) => `${series} is stored, though nothing reads it`),
    ...(outcome.series === sequenceSeries
      ? []
      : [`${outcome.series} of ${sequenceSeries} series were stored`]),
    ...(outcome.lost > (atMost ?? Infinity)
      ? [`${outcome.lost} scrapes were lost, and at most ${atMost ?? 0} may be`]
      : []),
    ...(mustTell && hole < toldFrom ? ["there is no hole: what is promised to be told did not happen"] : []),
    ...((mustTell || hole >= toldFrom) && told.length === 0
      ? [
          `${outcome.lost} scrapes were lost, what is asked most often has a hole of ${hole.toFixed(0)} s, and no alert tells`,
        ]
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
