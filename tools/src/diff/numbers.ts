import type { Description, Revision } from "./description.ts";
import { table } from "./text/markdown.ts";
import { toldOf } from "./told.ts";

const rows: readonly (readonly [what: string, value: (stack: Description) => string | number | undefined])[] =
  [
    ["alerts", ({ alerts }) => alerts.length],
    [
      "of them page someone",
      ({ alerts, routing }) =>
        alerts.filter((alert) => toldOf(routing, alert).addresses.some(({ pages }) => pages)).length,
    ],
    ["metrics that rules compute", ({ recordings }) => new Set(recordings.map(({ name }) => name)).size],
    ["scrape jobs", ({ jobs }) => jobs.length],
    ["targets", ({ jobs }) => jobs.flatMap(({ targets }) => targets).length],
    ["dashboards", ({ dashboards }) => dashboards.length],
    ["panels", ({ dashboards }) => dashboards.flatMap(({ panels }) => panels).length],
    ["samples per second", ({ facts }) => facts.samplesPerSecond?.toFixed(1)],
    [
      "dollars a month in AMP",
      ({ facts }) => (facts.series === undefined ? undefined : (facts.dollars?.toFixed(2) ?? "-")),
    ],
  ];

/** How many of what there are, before and after: how many alerts in any case, the rest where it changes. */
export function numbers(revisions: readonly Revision[]): string {
  const told = rows.map(([what, value]) => ({
    what,
    cells: revisions.map(({ before, after }) => {
      const [old, young] = [value(before), value(after)];
      // An older revision may not know.
      if (old === undefined || young === undefined || old === young)
        return String(young ?? old ?? "not known");
      return `${old} → **${young}**`;
    }),
  }));
  return table(
    ["", ...revisions.map(({ after }) => after.stack)],
    told
      .filter(({ cells }, i) => i < 2 || cells.some((cell) => cell.includes("→")))
      .map(({ what, cells }) => [what, ...cells]),
  );
}
